"""Read the values of form fields and the comments on a PDF page."""

from __future__ import annotations

from typing import Any, NamedTuple

from kb.readers.pdf.pdfium.geometry import page_turn
from kb.readers.pdf.pdfium.text import copied_text

__all__ = ["Overlay", "page_overlays"]

_MAX_ANNOTATIONS = 2_000
_MAX_OPTIONS = 1_000
_TICKED, _EMPTY = "☒", "☐"


class Overlay(NamedTuple):
    """The value of a form field or a comment, with its box in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def page_overlays(document: Any, page: Any) -> list[Overlay]:
    """Return the values of the form fields of a page, and its comments, where they are shown.

    Args:
        document: the open document; its form is read once for all pages.
        page: a page of it.
    """
    from pypdfium2 import raw

    count = min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)
    if count <= 0:
        return []
    turn = page_turn(page)
    if document.formenv is None and document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    form = document.formenv.raw if document.formenv else None
    texts = []
    for i in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        text = _text_of(annotation, form)
        box = raw.FS_RECTF()
        if text and raw.FPDFAnnot_GetRect(annotation, box):
            bounds = turn.box(
                min(box.left, box.right), min(box.bottom, box.top),
                max(box.left, box.right), max(box.bottom, box.top),
            )  # fmt: skip
            texts.append(Overlay(text, *bounds))
        raw.FPDFPage_CloseAnnot(annotation)
    return texts


def _text_of(annotation: Any, form: Any) -> str:
    """Return the text of an annotation; an empty one if the page draws it already."""
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if raw.FPDFAnnot_GetFlags(annotation) & raw.FPDF_ANNOT_FLAG_HIDDEN:
        return ""
    if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
        return _value_of(annotation, form)
    if kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT):
        return copied_text(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    return ""


def _value_of(annotation: Any, form: Any) -> str:
    """Return the value of a form field as viewers show it; passwords are not shown."""
    from pypdfium2 import raw

    field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if field == raw.FPDF_FORMFIELD_TEXTFIELD:
        if raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & raw.FPDF_FORMFLAG_TEXT_PASSWORD:
            return ""
        return copied_text(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    if field == raw.FPDF_FORMFIELD_COMBOBOX:
        return copied_text(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    if field == raw.FPDF_FORMFIELD_LISTBOX:
        return _selected(annotation, form)
    if field in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        # FPDFAnnot_IsChecked knows only pages that were loaded after the form.
        state = copied_text(raw.FPDFAnnot_GetStringValue, annotation, b"AS")
        return _TICKED if state not in ("", "Off") else _EMPTY
    return ""


def _selected(annotation: Any, form: Any) -> str:
    """Return the chosen lines of a list."""
    from pypdfium2 import raw

    count = min(max(0, raw.FPDFAnnot_GetOptionCount(form, annotation)), _MAX_OPTIONS)
    return "\n".join(
        copied_text(raw.FPDFAnnot_GetOptionLabel, form, annotation, i)
        for i in range(count)
        if raw.FPDFAnnot_IsOptionSelected(form, annotation, i)
    )
