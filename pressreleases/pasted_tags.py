"""The tags of a pasted text: which are blocks, what headings become, which attributes are kept."""

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = {"ul", "ol"}
TABLES = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
CONTAINERS = {
    *("div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
    *("figure", "figcaption", "address", "pre", "dl", "dt", "dd", "details", "summary"),
}
BLOCKS = {"p", "blockquote", "li", *HEADINGS, *LISTS, *TABLES, *CONTAINERS}
KEPT = {"a": ("href", "hreflang", "lang"), "p": ("lang",), "blockquote": ("lang",)}
