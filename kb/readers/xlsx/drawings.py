"""Read what lies over the cells of a sheet: text boxes, diagrams, charts.

A sheet's part comes in; the texts of its drawing go into the layout, below the cells.
"""

from __future__ import annotations

from kb.cleaning import one_line
from kb.readers.diagrams import chart_rows, diagram_items
from kb.readers.layout import TextLayout
from kb.readers.open_xml import Relation, attribute_of, relations_of, tag_of
from kb.readers.package import Package

__all__ = ["write_drawings"]


def write_drawings(layout: TextLayout, package: Package, part: str) -> None:
    """Add the texts of a sheet's drawings to the layout.

    Args:
        layout: the text under construction.
        package: the file.
        part: path of the sheet in it.
    """
    for relation in relations_of(package, part).values():
        root = package.tree(relation.part) if relation.kind == "drawing" else None
        if root is None:
            continue
        below = relations_of(package, relation.part)
        for element in root.iter():
            match tag_of(element):
                case "txBody":
                    for paragraph in element.iter("{*}p"):
                        layout.block(
                            one_line("".join(t.text or "" for t in paragraph.iter("{*}t")))
                        )
                case "relIds":
                    its = below.get(attribute_of(element, "dm") or "", Relation("", ""))
                    for level, text in diagram_items(package.tree(its.part)):
                        layout.line("  " * level + "- " + text)
                case "chart":
                    its = below.get(attribute_of(element, "id") or "", Relation("", ""))
                    # The values of a chart are those of cells; its title may be only there.
                    layout.block(chart_rows(package.tree(its.part))[0])
