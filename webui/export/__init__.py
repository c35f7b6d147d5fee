"""The collection as static pages, with an index that a browser searches without a server.

    files      the name of each page's file, and the way from one file to another
    frame      what every page has around its content; templates are those of the site where they fit
    pages      the pages: home, results, documents, lists
    folder     where an export may be written; the new one takes the place of the old one whole
    exporting  an open knowledge base ─► a folder

Its own templates and scripts are below this package; styles and all other templates are the site's.
"""

from webui.export.exporting import export

__all__ = ["export"]
