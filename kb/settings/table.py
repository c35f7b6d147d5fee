"""The table of settings: the attributes of a frozen record are the rows.

A row is an attribute of ``Settings``: its name, default, unit, bounds and help text. The
type of the default is the type of the setting, so ``settings.passage_words`` is an ``int``
that mypy sees. The loader, ``kisima settings`` and docs/settings.md read the same rows.

To add a setting, add a row here and its Swahili to kb/messages/sw.po; run ``make docs``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Generic, Never, Self, TypeVar, overload

from kb.messages import Message

__all__ = ["DEFAULT", "SETTINGS", "Setting", "Settings"]

DEFAULT = Message("default")
"""The origin of a value that nobody set."""

Value = TypeVar("Value", int, str)


class Setting(Generic[Value]):
    """One row of the table, and the attribute of ``Settings`` that gives its value.

    A descriptor and no dataclass field: a dataclass of this size takes 5 ms of every start.
    """

    name: str

    def __init__(
        self,
        default: Value,
        unit: Message,
        help: Message,
        *,
        min: int | None = None,
        max: int | None = None,
        choices: tuple[str, ...] = (),
        without: str = "",
        decides_entries: bool = False,
    ) -> None:
        """Make a row.

        Args:
            default: the value that holds if nobody sets another; its type is the setting's.
            unit: what the value counts, or what kind of thing it names.
            help: one sentence for people.
            min: the smallest value that is valid; None: any.
            max: the largest value that is valid; None: any.
            choices: the only values that are valid; none: any text.
            without: a sign that the value may not contain, because a password would be next to
                it. A value that has it is refused, and not shown.
            decides_entries: the setting is part of the recipe: a new value rebuilds the index.
        """
        self.default: Value = default
        self.unit, self.help = unit, help
        self.min, self.max, self.choices = min, max, choices
        self.without = without
        self.decides_entries = decides_entries

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> Self: ...
    @overload
    def __get__(self, settings: Settings, owner: type) -> Value: ...
    def __get__(self, settings: Settings | None, owner: type) -> Self | Value:
        if settings is None:
            return self
        value: Value = settings.values.get(self.name, self.default)  # type: ignore[assignment]
        return value

    def __set__(self, settings: Settings, value: Never) -> None:
        raise AttributeError(f"settings are frozen: {self.name}")

    @property
    def variable(self) -> str:
        """The name of the environment variable.

        >>> Settings.limit.variable
        'KISIMA_LIMIT'
        """
        return f"KISIMA_{self.name.upper()}"


_FOLDER, _SECONDS, _WORDS = Message("folder"), Message("seconds"), Message("words")
_FILE, _NAME, _ADDRESSES = Message("file"), Message("name"), Message("addresses")


class Settings:
    """The settings in force. ``load`` makes it, and checks each value against its row."""

    __slots__ = ("origins", "values")

    def __init__(
        self,
        values: Mapping[str, int | str] = MappingProxyType({}),
        origins: Mapping[str, Message] = MappingProxyType({}),
    ) -> None:
        self.values = MappingProxyType(dict(values))
        self.origins = MappingProxyType(dict(origins))

    corpus = Setting("corpus", _FOLDER, Message("Where the documents are."))
    index = Setting("index", _FOLDER, Message("Where the index is kept."))
    engine = Setting(
        "",
        _NAME,
        Message(
            "The engine of a new index: whoosh, tantivy or opensearch. Without a name: that of "
            "the index, or whoosh."
        ),
        choices=("", "whoosh", "tantivy", "opensearch"),
    )
    index_megabytes = Setting(
        512,
        Message("MB"),
        Message("Memory in which an update gathers what it writes into the index."),
        min=64,
        max=65_536,
    )
    passage_words = Setting(
        120,
        _WORDS,
        Message("The length that a passage aims at."),
        min=20,
        max=1000,
        decides_entries=True,
    )
    passage_max_words = Setting(
        200,
        _WORDS,
        Message("The length that no passage exceeds."),
        min=40,
        max=2000,
        decides_entries=True,
    )
    limit = Setting(10, Message("hits"), Message("Hits on a page."), min=1, max=100)
    candidates = Setting(
        100,
        Message("passages"),
        Message("How many passages the second stage of ranking orders."),
        min=10,
        max=1000,
    )
    window = Setting(
        300,
        Message("characters"),
        Message("Length of the text that is shown of a passage."),
        min=60,
        max=2000,
    )
    lock_wait = Setting(
        10, _SECONDS, Message("How long to wait for another writer."), min=0, max=3600
    )
    generations = Setting(
        2,
        Message("generations"),
        Message("How many generations of the index are kept."),
        min=1,
        max=50,
    )
    file_max_bytes = Setting(
        32 * 1024 * 1024, Message("bytes"), Message("The largest file that is read."), min=1024
    )
    workers = Setting(
        0,
        Message("processes"),
        Message("How many processes read documents at once; 0: as many as there are processors."),
        min=0,
        max=64,
    )
    quiet = Setting(
        2,
        _SECONDS,
        Message("How long the documents must be unchanged before kisima watch updates."),
        min=0,
        max=3600,
    )
    parse_seconds = Setting(
        30, _SECONDS, Message("Processor time that reading one file may take."), min=1, max=3600
    )
    parse_megabytes = Setting(
        512, Message("MB"), Message("Memory that reading one file may take."), min=128, max=65_536
    )
    parse_pages = Setting(
        2000, Message("pages"), Message("The longest PDF that is read."), min=1, max=100_000
    )
    ocr = Setting(
        "auto",
        Message("auto or off"),
        Message("Whether pages that are pictures are read by OCR, where Tesseract is installed."),
        choices=("auto", "off"),
    )
    ocr_pages = Setting(
        300, Message("pages"), Message("Pages of one file that are read by OCR."), min=1, max=10_000
    )
    ocr_seconds = Setting(
        60, _SECONDS, Message("How long OCR of one page may take."), min=5, max=3600
    )
    host = Setting(
        "127.0.0.1", Message("address"), Message("Address that the web page is served on.")
    )
    port = Setting(
        8000, Message("port"), Message("Port that the web page is served on."), min=0, max=65535
    )
    hosts = Setting(
        "",
        Message("names"),
        Message("Names that the web page answers to, apart from this computer's; commas between."),
    )
    api_origins = Setting(
        "",
        Message("addresses"),
        Message(
            "Sites whose pages may read the API (https://maji.example), commas between; *: all."
        ),
    )
    proxies = Setting(
        "127.0.0.1",
        _ADDRESSES,
        Message("Proxies that may say which client a request comes from; commas between."),
    )
    site_name = Setting(
        "Kisima", Message("name"), Message("The name of the site, on every page and in its title.")
    )
    site_mark = Setting(
        "",
        Message("file"),
        Message("The mark beside the name: an SVG, PNG or WebP file of at most 64 kB."),
    )
    site_accent = Setting(
        "",
        Message("colour"),
        Message("The colour of links and buttons, #rrggbb; its contrast must be at least 4.5:1."),
    )
    site_accent_dark = Setting(
        "",
        Message("colour"),
        Message("The same on a dark page. Without it: the colour above, made lighter."),
    )
    requests_per_minute = Setting(
        300,
        Message("requests"),
        Message("Requests that one client may make of the web page; 0: any number."),
        min=0,
        max=1_000_000,
    )
    serve_workers = Setting(
        1,
        Message("processes"),
        Message("How many processes serve the web page."),
        min=1,
        max=64,
    )
    connections_per_client = Setting(
        200,
        Message("connections"),
        Message("Connections that one client may hold to the web page; 0: any number."),
        min=0,
        max=100_000,
    )
    searches_at_once = Setting(
        4,
        Message("requests"),
        Message("Requests that a process of the web page works on at once; others wait in turn."),
        min=1,
        max=64,
    )
    search_seconds = Setting(
        10,
        _SECONDS,
        Message("How long a search of the web page may take; 0: any time."),
        min=0,
        max=600,
    )
    request_log = Setting(
        "off",
        Message("off, on or address"),
        Message(
            "Whether the web page logs a line of JSON for each request, without the question; "
            "address: with the client's address."
        ),
        choices=("off", "on", "address"),
    )
    metrics_port = Setting(
        0,
        Message("port"),
        Message("Port on 127.0.0.1 that serves metrics for Prometheus; 0: none."),
        min=0,
        max=65535,
    )
    unanswered = Setting(
        "",
        Message("file"),
        Message(
            "File that counts the words of questions that the web page has no result for; "
            "empty: none."
        ),
    )

    cluster_hosts = Setting(
        "http://localhost:9200",
        _ADDRESSES,
        Message("The hosts of the OpenSearch cluster; commas between."),
        without="@",
    )
    cluster_index = Setting(
        "kisima",
        _NAME,
        Message("What the names of our indexes on the cluster begin with."),
    )
    cluster_ca = Setting(
        "",
        _FILE,
        Message(
            "Certificate of the authority that signed those of the cluster; without it, those "
            "that this computer trusts."
        ),
    )
    cluster_user = Setting("", _NAME, Message("User of the cluster."))
    cluster_password_file = Setting(
        "", _FILE, Message("File that contains the password of the user of the cluster.")
    )
    cluster_api_key_file = Setting(
        "", _FILE, Message("File that contains a key for the cluster, instead of a user.")
    )
    cluster_timeout = Setting(
        30, _SECONDS, Message("How long the cluster may take to answer."), min=1, max=3600
    )
    cluster_retries = Setting(
        5,
        Message("times"),
        Message("How often a request to the cluster is sent again after a failure that may pass."),
        min=0,
        max=100,
    )
    cluster_shards = Setting(
        1, Message("shards"), Message("Shards of a new index on the cluster."), min=1, max=1000
    )
    cluster_replicas = Setting(
        1,
        Message("copies"),
        Message("Copies of each shard on other nodes of the cluster, where there are so many."),
        min=0,
        max=20,
    )
    cluster_partial = Setting(
        "refuse",
        Message("refuse or allow"),
        Message("Whether an answer is given, with a notice, when a part of the cluster is away."),
        choices=("refuse", "allow"),
    )

    def origin(self, name: str) -> Message:
        """Return where the value of a setting came from."""
        return self.origins.get(name, DEFAULT)

    def recipe(self) -> dict[str, str]:
        """Return the settings that decide the entries of an index.

        >>> Settings().recipe()
        {'passage_words': '120', 'passage_max_words': '200'}
        """
        return {row.name: str(self[row.name]) for row in SETTINGS if row.decides_entries}

    def replace(self, **given: int | str | None) -> Self:
        """Return the settings with other values; None leaves a value as it is."""
        other = {name: value for name, value in given.items() if value is not None}
        return type(self)({**self.values, **other}, self.origins)

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        """Let a worker process receive the settings: a mapping proxy cannot be pickled."""
        return type(self), (dict(self.values), dict(self.origins))

    def __getitem__(self, name: str) -> int | str:
        value: int | str = getattr(self, name)
        return value


SETTINGS: tuple[Setting[int] | Setting[str], ...] = tuple(
    row for row in vars(Settings).values() if isinstance(row, Setting)
)
"""The rows, in the order of the record."""
