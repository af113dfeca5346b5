import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError

from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.samples import COLUMNS, DIFFERENCES, VISITS, sample_table
from wellrun.platform.ui.statuses import KINDS, TONES, VISIT
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.tests.drawing import draw


def test_a_state_is_told_by_word_icon_and_tone():
    drawn = draw('{% status "no_show" %}')
    assert "No-show" in drawn
    assert "#user-off" in drawn
    assert "tone-bad" in drawn


def test_no_two_visit_states_look_alike():
    shown = [(status.label, status.icon) for status in VISIT.values()]
    assert len(set(shown)) == len(shown)
    assert len({status.icon for status in VISIT.values()}) == len(VISIT)
    assert {status.tone for states in KINDS.values() for status in states.values()} <= set(TONES)


def test_an_unknown_state_is_shown_and_not_hidden():
    assert "On hold" in draw('{% status "on_hold" %}')


def test_money_marks_what_is_negative():
    assert draw("{{ cents|money }}", cents=-2050) == '<span class="money money-negative">($20.50)</span>'
    assert draw("{{ cents|money }}", cents=123456) == '<span class="money">$1,234.56</span>'


def test_an_instant_carries_its_exact_time():
    at = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    drawn = draw('{% instant at "America/New_York" "zone" %}', at=at)
    assert drawn == '<time datetime="2026-11-23T18:00:00+00:00">Nov 23, 2026, 1:00 PM EST</time>'
    assert draw("{{ on|day }}", on=date(2026, 4, 7)) == '<time datetime="2026-04-07">Apr 7, 2026</time>'


def test_a_phone_can_be_called():
    assert draw("{% phone number %}", number="+13125550142") == (
        '<a class="phone" href="tel:+13125550142">(312) 555-0142</a>'
    )


def test_a_table_has_a_caption_headings_and_row_links():
    drawn = draw("{% table table %}", table=sample_table(VISITS, "Visits"))
    assert "<caption>Visits</caption>" in drawn
    assert '<th scope="col" role="columnheader" aria-sort="ascending">' in drawn
    named = '<th scope="row" role="rowheader" class="keep first" data-label="Patient">'
    assert f'{named}<a class="row-link" href="#visit">Rivera, Ana' in drawn
    assert (
        '<td role="cell" class="num keep" data-label="Balance"><span class="money money-negative">($20.50)</span>'
        in drawn
    )
    assert "$1,249.06" in drawn


def test_sorting_keeps_the_filters_turns_around_and_starts_at_the_first_page():
    drawn = draw("{% table table %}", table=sample_table(VISITS, "Visits"))
    assert 'href="?state=late&amp;sort=-time"' in drawn
    assert 'href="?state=late&amp;sort=name"' in drawn


def test_an_empty_table_says_what_to_do_next():
    drawn = draw("{% table table %}", table=sample_table([], "Visits"))
    assert "<table" not in drawn
    assert "No visits today" in drawn
    assert 'href="#book"' in drawn


def test_a_table_escapes_its_values():
    table = Table(
        caption="Names",
        columns=[Column(label="Name", value="name", heading=True)],
        rows=[{"name": "<b>x</b>"}],
        empty=EmptyState(title="None"),
    )
    assert "&lt;b&gt;x&lt;/b&gt;" in draw("{% table table %}", table=table)


def test_a_column_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="dollars"):
        Column(label="Due", value="due", kind="dollars")


def test_totals_stand_under_their_columns():
    table = Table(
        caption="x",
        columns=COLUMNS,
        rows=VISITS,
        empty=EmptyState(title="None"),
        totals=("one", "two"),
        zone="UTC",
    )
    with pytest.raises(ValueError, match="shorter"):
        draw("{% table table %}", table=table)


def test_a_difference_can_be_accepted_only_where_there_is_one():
    drawn = draw('{% diff_table rows "Changes" %}', rows=DIFFERENCES)
    assert drawn.count('type="checkbox"') == 2
    assert 'name="accept" value="address" checked' in drawn
    assert "<del>12 Elm St</del>" in drawn
    assert "<ins>(312) 555-0142</ins>" in drawn


def test_the_number_of_a_tile_leads_to_its_rows():
    assert 'class="stat-value" href="/x/">7<' in draw('{% stat "Waiting" 7 url="/x/" %}')


def test_pages_keep_the_filters():
    drawn = draw("{% pagination page %}", page=Paginator(range(1234), 25).page(3))
    assert "51–75 of 1,234" in drawn
    assert 'href="?state=late&amp;page=4"' in drawn
    assert '<span aria-current="page">3</span>' in drawn


def test_a_confirmation_says_its_consequence_and_posts_with_the_token():
    source = '{% confirm_once "Cancel 3 visits" "/visits/cancel/" "3 patients will be told." %}'
    drawn = draw(source)
    assert "3 patients will be told." in drawn
    assert '<form method="post" action="/visits/cancel/">' in drawn
    assert 'name="csrfmiddlewaretoken" value="' in drawn
    assert "Keep as it is" in drawn


def test_every_form_has_its_own_key():
    keys = re.findall(r'name="submission" value="([0-9a-f-]{36})"', draw("{% submission %}{% submission %}"))
    assert len(set(keys)) == 2


def test_tabs_mark_the_current_view():
    items = [NavItem(label="All", url="/a/", current=True), NavItem(label="Mine", url="/m/")]
    drawn = draw("{% tabs items %}", items=items)
    assert '<a href="/a/" aria-current="page">All</a>' in drawn


def test_blocks_frame_what_stands_between_them():
    assert "<p>in</p>" in draw('{% panel "Title" %}<p>in</p>{% endpanel %}')
    assert 'hx-trigger="every 30s, look"' in draw('{% live "board" "/day/" 30 %}x{% endlive %}')
    assert '<dialog class="window" id="d"' in draw('{% dialog "d" "Title" %}x{% enddialog %}')


def test_a_mistaken_tag_is_refused():
    with pytest.raises(TemplateSyntaxError, match="no kind"):
        draw('{% button "Save" kind="loud" %}')
    with pytest.raises(TemplateSyntaxError, match="no tone"):
        draw('{% badge "x" "loud" %}')


def table_of(*columns, **row):
    return Table(caption="T", columns=columns, rows=[row], empty=EmptyState(title="None"))


def test_on_a_narrow_screen_what_decides_stays_in_front_and_nothing_is_left_out():
    table = table_of(
        Column(label="Number", value="number", heading=True),
        Column(label="Text", value="text"),
        Column(label="Charge", value="charge", kind="money"),
        Column(label="Open", value="open", kind="money"),
        Column(label="State", value="state", kind="status"),
        Column(label="Nothing", value="nothing"),
        number="1", text="A sentence that is a good deal longer than a line", charge=1, open=2, state="open",
        nothing=None,
    )  # fmt: skip
    places = [cell.place for cell in table.drawn_rows()[0].cells]
    assert places == ["keep first", "fold long", "fold", "keep", "keep", "fold void"]
    assert table.fold == "folds-early"


def test_a_table_says_itself_which_columns_decide():
    columns = [
        Column(label=name, value=name, kind="money", keep=name == "b") for name in ("a", "b", "c", "d")
    ]
    table = table_of(*columns, a=1, b=2, c=3, d=4)
    assert table.kept() == [True, True, False, False]
    assert table.fold == "folds"
    assert table_of(*columns[:3], a=1, b=2, c=3).fold == ""
