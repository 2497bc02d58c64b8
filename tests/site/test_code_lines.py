"""Long lines of code and output, on a telephone: nothing is cut off, and Python still reads as Python."""

import re
from html import unescape

import pytest
from extension.chapters import code_lines
from extension.page.tree import parse, write

CODE = (
    '<pre translate="no"><span></span><span class="k">for</span> <span class="n">i</span>\n'
    '    <span class="n">scores</span> <span class="o">=</span> <span class="n">model</span><span class="o">.</span>'
    '<span class="n">forward</span><span class="p">(</span><span class="n">images_of_one_class</span>'
    '<span class="p">)</span>\n</pre>'
)
FITS = "document.documentElement.scrollWidth <= innerWidth"


def text(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def hang_lines(html):
    tree = parse(html)
    code_lines.hang_lines(tree)
    return write(tree)


def test_a_long_line_is_an_element_with_its_depth_and_its_breaks():
    found = hang_lines(CODE)
    assert text(found) == text(CODE)
    assert found.count('<span class="lesson-code-line" data-depth="1">') == 1
    assert found.endswith('<span class="p">)</span>\n</span></pre>')
    assert '<wbr/><span class="o">.</span>' in found
    assert '<span class="p">(</span><wbr/>' in found
    for unchanged in (CODE.replace("images_of_one_class", "x"), CODE.replace("<span></span>", "")):
        assert hang_lines(unchanged) == unchanged


def test_blank_lines_and_the_rest_of_the_code_stay_as_they_are():
    code = f'<pre><span></span>a\n\n   \n<span class="n">b</span>{"c" * 40}\n\n{"d" * 34}\n</pre>'
    assert text(hang_lines(code)) == text(code)
    assert hang_lines(code).count("lesson-code-line") == 1


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("name", ["book/02-what-linear-layers-miss", "book/09-going-deep"])
def test_code_and_sentences_wrap_further_in_where_the_page_is_narrow(open_page, address, name, width):
    page = open_page(f"{address}/{name}.html", width=width, height=740)
    cut = page.locator("article .cell pre").evaluate_all(
        """(blocks) => blocks.filter((block) => block.checkVisibility() && block.scrollWidth > block.clientWidth
          && !block.closest(".lesson-columns")).map((block) => block.textContent)"""
    )
    assert cut == []
    hung = page.locator(".cell_input .lesson-code-line").evaluate_all(
        """(lines) => lines.filter((line) => line.checkVisibility()).map((line) => {
          const rows = new Map();
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            for (let i = 0; i < node.length; i += 1) {
              if (/\\s/.test(node.data[i])) continue;
              const range = document.createRange();
              range.setStart(node, i);
              range.setEnd(node, i + 1);
              const { top, left } = range.getBoundingClientRect();
              const row = Math.round(top / 10);
              rows.set(row, Math.min(left, rows.get(row) ?? Infinity));
            }
          }
          const lefts = [...rows.entries()].sort(([a], [b]) => a - b).map(([, left]) => left);
          return lefts.length > 1 && lefts.slice(1).some((left) => left <= lefts[0] + 4);
        })"""
    )
    assert hung
    assert not any(hung)


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_copy_button_lies_on_no_line(open_page, address, width):
    page = open_page(f"{address}/book/05-depth-stride-padding.html", width=width, height=800)
    covered = page.locator(".lesson-copy").evaluate_all(
        """(buttons) => buttons.filter((button) => button.checkVisibility()).filter((button) => {
          const { left, right, top, bottom } = button.getBoundingClientRect();
          const range = document.createRange();
          range.selectNodeContents(button.parentElement.querySelector("pre"));
          return [...range.getClientRects()].some((line) => line.right > left + 1 && line.left < right - 1
            && line.bottom > top + 1 && line.top < bottom - 1);
        }).length"""
    )
    assert covered == 0


BROKEN = """() => [...document.querySelectorAll("article :not(pre) > code .pre")].filter((word) => {
  if (!word.checkVisibility()) return false;
  const range = document.createRange();
  range.selectNodeContents(word);
  const after = word.parentElement.nextSibling;
  if (!word.nextElementSibling && after instanceof Text && /^[.,:;!?)]/.test(after.data)) range.setEnd(after, 1);
  const tops = [...range.getClientRects()].map(({ top }) => top);
  return Math.max(...tops) - Math.min(...tops) > 15; // the next line is 28 pixels further down
}).map((word) => word.parentElement.textContent)"""


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 820, 1280])
@pytest.mark.parametrize("name", ["book/03-convolution-by-hand", "book/11-train-on-cifar", "book/teachers"])
def test_no_word_of_code_in_a_sentence_breaks_at_its_hyphens_or_loses_its_full_stop(open_page, address, name, width):
    page = open_page(f"{address}/{name}.html", width=width)
    assert page.locator("article :not(pre) > code .pre").count() > 3
    assert page.evaluate(BROKEN) == []
