"""What an index contains of a passage.

    schema    Entry, which an engine stores; StoredPassage, which is shown
    entry     a passage → its Entry
    payload   the bytes that an engine stores and returns with an entry
    sketch    what copies of a passage are known by
    copies    sketches → groups of copies
    zones     the terms of a passage as bytes; passage_terms looks them up,
              packed_columns unpacks what is shown

A question reads nothing from the corpus and analyses no document: all that it
needs of a passage is in its entry.
"""

__all__: list[str] = []
