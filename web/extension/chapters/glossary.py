"""The glossary and the sources as lists: a term and what it means, side by side, in place of a heading for each.

In Markdown an entry is a heading with a paragraph or two, so that it has an address and reads well anywhere. In the
page a run of such entries becomes one list, each entry with the address it had; the glossary's has letters over it.
"""

from itertools import groupby

LISTS = {"glossary": True, "references": False}  # the pages by the end of their name: with letters or without
LEAST = 3  # entries that make a list


def is_entry(node):
    """Whether a node is a section of a heading and paragraphs, no more."""
    inside = node.find_all(True, recursive=False) if node.name == "section" else []
    return [child.name for child in inside[:2]] == ["h2", "p"] and all(child.name == "p" for child in inside[1:])


def runs(page):
    """The runs of neighbouring entries, each a list of sections."""
    sections = page.select("section > section")
    found = [list(group) for entry, group in groupby(sections, is_entry) if entry]
    return [run for run in found if len(run) >= LEAST]


def item(page, section):
    """An entry of the list, with the address and the parts of its section."""
    heading, *paragraphs = section.find_all(True, recursive=False)
    entry = page.new_tag("div", id=section["id"])
    term, meaning = page.new_tag("dt"), page.new_tag("dd")
    term.extend(list(heading.contents))
    meaning.extend(paragraphs)
    entry.extend([term, meaning])
    return entry


def definitions(page, sections):
    found = page.new_tag("dl", attrs={"class": "lesson-entries"})
    found.extend([item(page, section) for section in sections])
    return found


def letter(section):
    return section.h2.get_text().strip()[0].upper()


def lettered(page, sections):
    """A line of letters that lead to their terms, and the terms below each letter."""
    whole = page.new_tag("div", attrs={"class": "lesson-lettered"})
    line = page.new_tag("nav", attrs={"class": "lesson-alphabet", "aria-label": "Letters"})
    whole.append(line)
    for name, group in groupby(sections, letter):
        anchor = f"letter-{name.lower()}"
        link = page.new_tag("a", href=f"#{anchor}")
        link.string = name
        line.append(link)
        part = page.new_tag("div", id=anchor, attrs={"class": "lesson-letter"})
        heading = page.new_tag("h2")
        heading.string = name
        part.extend([heading, definitions(page, group)])
        whole.append(part)
    return whole


def arrange(page, letters):
    """Make lists of the entries in a tree; gives the addresses of these entries."""
    places = set()
    for run in runs(page):
        places |= {section["id"] for section in run}
        before = run[0].find_previous_sibling(True)
        before.insert_after((lettered if letters else definitions)(page, run))
        for section in run:
            section.decompose()
    return places


def place(page):
    letters = LISTS.get(page.name.rpartition("/")[2])
    if letters is None:
        return
    places = arrange(page.body, letters)
    page.context["lesson_pages"] = [
        {**one, "sections": [(to, name) for to, name in one["sections"] if to.lstrip("#") not in places]}
        for one in page.context["lesson_pages"]
    ]
