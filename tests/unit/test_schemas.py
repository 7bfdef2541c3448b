"""What a valid row is: each rule has an input that breaks it, and what is told names code, line, text and mend."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandera.errors
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from orchestration.spotlight.domain.model import FIGURE_SCHEMA, MAX_REJECTIONS, READ_SCHEMA, Rejection
from orchestration.spotlight.domain.places import PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import KnownDiscrepancy, Vocabulary, load_vocabulary
from orchestration.spotlight.readers.formats.table import COLUMNS, read_table
from orchestration.spotlight.readers.limits import Limits
from schemas import FAMILIES, Validation
from schemas.models import ReadRows
from schemas.rules import RULES

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TODAY = date(2026, 11, 25)
MISSOURI = "US-MO_2018-01-01_2018-12-31_2019-06-30"

Line = Mapping[str, str]
LINE: Line = dict.fromkeys(COLUMNS, "") | {
    "jurisdiction": "MO",
    "period_start": "2018-01-01",
    "period_end": "2018-12-31",
    "publisher_as_of": "2019-06-30",
    "measure": "victims",
    "category": "total",
    "value": "12",
}
TYPES = ("sex", "labor", "sex_and_labor", "not_specified")


def line(**changes: str) -> Line:
    return {**LINE, **changes}


def cases(*values: int | str, **changes: str) -> list[Line]:
    """The four types and, if there is a fifth value, the stated total."""
    categories = (*TYPES, "total")[: len(values)]
    return [
        line(measure="cases", category=category, value=str(value), **changes)
        for category, value in zip(categories, values, strict=True)
    ]


def rows(lines: Sequence[Line], path: str = "some.csv") -> pl.DataFrame:
    """As a reader gives them: the first figure stands in line 2."""
    return pl.DataFrame(
        [
            {**fields, "path": path, "document_id": "d0", "source_line": number, "source_text": f"<{number}>"}
            for number, fields in enumerate(lines, start=2)
        ],
        schema=READ_SCHEMA,
    )


def validate(*lines: Line, vocabulary: Vocabulary = VOCABULARY) -> Validation:
    return schemas.validate(rows(lines), vocabulary, TODAY)


def the_rejection(*lines: Line, vocabulary: Vocabulary = VOCABULARY) -> Rejection:
    """The only fault of lines of one report, none of which is accepted."""
    validation = validate(*lines, vocabulary=vocabulary)
    assert validation.figures.is_empty()
    (rejection,) = validation.rejections
    assert (rejection.file, rejection.document_id) == ("some.csv", "d0")
    return rejection


def test_a_valid_line_becomes_a_typed_figure_with_the_defaults_of_empty_fields() -> None:
    validation = validate(line(value=" 1,234 ", source=" a page ", note=""))

    assert (validation.rejections, validation.warnings) == ((), ())
    assert validation.figures.schema == FIGURE_SCHEMA
    assert validation.figures.row(0, named=True) == {
        "path": "some.csv",
        "document_id": "d0",
        "report_id": MISSOURI,
        "jurisdiction_code": "US-MO",
        "period_start": date(2018, 1, 1),
        "period_end": date(2018, 12, 31),
        "publisher_as_of": date(2019, 6, 30),
        "publisher_as_of_basis": "printed",
        "source": "a page",
        "source_kind": "publisher",
        "note": None,
        "measure": "victims",
        "category_scheme": "total",
        "category": "total",
        "value": 1234,
        "value_status": "reported",
        "source_line": 2,
        "source_text": "<2>",
        "source_context": None,
    }


def test_no_rows_are_no_figures() -> None:
    validation = schemas.validate(READ_SCHEMA.to_frame(), VOCABULARY, TODAY)

    assert validation.figures.schema == FIGURE_SCHEMA
    assert validation.figures.is_empty()
    assert (validation.rejections, validation.warnings) == ((), ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("US-MO", "US-MO"),
        ("mo", "US-MO"),
        (" Missouri ", "US-MO"),
        ("MISSOURI", "US-MO"),
        ("United States", "US"),
        ("u.s.", "US"),
        ("Washington, D.C.", "US-DC"),
    ],
)
def test_a_jurisdiction_may_be_written_as_code_postal_code_name_or_alias(written: str, code: str) -> None:
    assert validate(line(jurisdiction=written)).figures["jurisdiction_code"].to_list() == [code]


@pytest.mark.parametrize(
    ("written", "value"), [("0", 0), ("007", 7), ("1234", 1234), ("1,234", 1234), ("12,345,678", 12345678)]
)
def test_a_count_may_have_thousands_commas(written: str, value: int) -> None:
    assert validate(line(value=written)).figures["value"].to_list() == [value]


@pytest.mark.parametrize("status", ["suppressed", "not_published"])
def test_a_stated_non_number_is_a_figure_without_value(status: str) -> None:
    figures = validate(line(value="", value_status=status)).figures

    assert figures.select("value", "value_status").rows() == [(None, status)]


@pytest.mark.parametrize(
    ("changes", "code", "found", "says"),
    [
        ({"period_end": "2017-12-31"}, "report.period_reversed", "2017-12-31", "before period_start '2018-01-01'"),
        (
            {"publisher_as_of": "2018-12-30"},
            "report.accuracy_date_before_period_end",
            "2018-12-30",
            "before period_end '2018-12-31'",
        ),
        ({"publisher_as_of": "2026-11-26"}, "report.accuracy_date_in_future", "2026-11-26", "in the future"),
        (
            {"publisher_as_of_basis": "printd"},
            "report.basis_unknown",
            "printd",
            "Is it 'printed'? Expected one of printed, file_metadata, retrieved_by",
        ),
        (
            {"source_kind": "publishers"},
            "report.source_kind_unknown",
            "publishers",
            "Is it 'publisher'? Expected one of publisher, secondary",
        ),
        ({"measure": "victim"}, "figure.measure_unknown", "victim", "Is it 'victims'? Expected one of cases, victims"),
        ({"category": "totl"}, "figure.category_unknown", "totl", "Is it 'total'? Expected one of total."),
        (
            {"category": "phone_call"},
            "figure.category_of_other_measure",
            "phone_call",
            "belongs to signals, not to victims. Expected one of total.",
        ),
        ({"value": "-3"}, "figure.value_negative", "-3", "0 or more"),
        *(
            ({"value": value}, "figure.value_not_whole_number", value, "1234 or 1,234")
            for value in ("3.5", "3.0", "12,34", "1,23,456", ",123", "1 234", "0,123", "1e3", "½", "٣", "9" * 19)
        ),
        ({"value": "<3"}, "figure.value_not_whole_number", "<3", "set value_status to suppressed"),
        ({"value": "9" * 18}, "figure.value_too_large", "9" * 18, "at most 999,999,999,999"),
        ({"value": ""}, "figure.value_missing", "<2>", "write 0 only if 0 is printed"),
        ({"value": "3", "value_status": "suppressed"}, "figure.value_not_expected", "3", "Expected no value"),
        ({"value": "<3", "value_status": "suppressed"}, "figure.value_not_whole_number", "<3", "leave value empty"),
        (
            {"value_status": "supressed"},
            "figure.value_status_unknown",
            "supressed",
            "Is it 'suppressed'? Expected one of reported, suppressed, not_published",
        ),
    ],
)
def test_a_bad_field_rejects_its_report(changes: dict[str, str], code: str, found: str, says: str) -> None:
    rejection = the_rejection(line(**changes))

    assert (rejection.rule_code, rejection.line, rejection.offending_text) == (code, 2, found)
    assert says in rejection.message
    assert rejection.report_id is not None
    assert rejection.report_id.startswith("US-MO_2018-01-01_")


@pytest.mark.parametrize(
    ("changes", "code", "found", "says"),
    [
        ({"jurisdiction": "Misouri"}, "report.jurisdiction_unknown", "Misouri", "Is it 'Missouri'?"),
        ({"jurisdiction": ""}, "report.jurisdiction_unknown", "<3>", "postal code (MO)"),
        *(
            ({column: written}, "report.date_unreadable", written, f"{column} '{written}' is not a date")
            for column in ("period_start", "period_end", "publisher_as_of")
            for written in ("2018-02-30", "12/31/2018", "2018-1-1", "2018", "20181231", "2018-12-31T00:00")
        ),
        ({"publisher_as_of": ""}, "report.date_unreadable", "<3>", "2019-12-31"),
    ],
)
def test_a_line_whose_report_cannot_be_told_rejects_its_file_and_no_other(
    changes: dict[str, str], code: str, found: str, says: str
) -> None:
    bad = rows([line(jurisdiction="KS"), line(**changes)])
    good = rows([line(jurisdiction="KS")], path="other.csv")
    validation = schemas.validate(pl.concat([bad, good]), VOCABULARY, TODAY)

    (rejection,) = validation.rejections
    assert (rejection.file, rejection.line, rejection.report_id) == ("some.csv", 3, None)
    assert (rejection.rule_code, rejection.offending_text) == (code, found)
    assert says in rejection.message
    assert validation.figures["path"].to_list() == ["other.csv"]


def test_all_faults_of_a_file_are_reported_in_the_order_of_its_lines() -> None:
    validation = validate(
        line(value="x", value_status="y"),
        line(jurisdiction="KS", measure="z"),
        line(jurisdiction="?"),
        line(jurisdiction="IA", publisher_as_of="2027-01-01"),
    )

    assert [(r.line, r.rule_code, (r.report_id or "file")[:5]) for r in validation.rejections] == [
        (2, "figure.value_not_whole_number", "US-MO"),
        (2, "figure.value_status_unknown", "US-MO"),
        (3, "figure.measure_unknown", "US-KS"),
        (4, "report.jurisdiction_unknown", "file"),
        (5, "report.accuracy_date_in_future", "US-IA"),
    ]
    assert validation.figures.is_empty()


def test_a_bad_report_does_not_stop_the_others_of_its_file() -> None:
    validation = validate(line(), line(category="??"), line(jurisdiction="KS"))

    assert validation.figures["jurisdiction_code"].to_list() == ["US-KS"]
    assert [r.report_id for r in validation.rejections] == [MISSOURI]


@pytest.mark.parametrize(
    ("column", "others"),
    [("publisher_as_of_basis", ("printed", "retrieved_by")), ("source_kind", ("publisher", "secondary"))],
)
def test_basis_and_source_kind_hold_for_the_whole_report_in_a_file(column: str, others: tuple[str, str]) -> None:
    first, second = others
    rejection = the_rejection(line(), line(measure="traffickers", **{column: second}))

    assert (rejection.rule_code, rejection.line, rejection.offending_text) == ("report.not_uniform", 3, second)
    assert f"{column} is '{second}' here and '{first}' in line 2" in rejection.message


def test_another_report_of_the_file_may_have_another_source_kind() -> None:
    assert validate(line(), line(jurisdiction="KS", source_kind="secondary")).rejections == ()


def test_a_figure_that_is_repeated_alike_counts_once_as_its_first_line_has_it() -> None:
    validation = validate(line(value="1,234"), line(measure="traffickers"), line(value="1234", note="again"))

    assert validation.rejections == ()
    assert validation.figures.select("measure", "source_line").rows() == [("victims", 2), ("traffickers", 3)]


@pytest.mark.parametrize(
    ("again", "said"), [({"value": "13"}, "13"), ({"value": "", "value_status": "suppressed"}, "suppressed")]
)
def test_a_figure_that_is_stated_twice_differently_rejects_its_report(again: dict[str, str], said: str) -> None:
    rejection = the_rejection(line(), line(measure="traffickers"), line(**again))

    assert (rejection.rule_code, rejection.line) == ("figure.stated_twice", 4)
    assert f"line 4: {said}" in rejection.message
    assert "line 2 (12)" in rejection.message


def test_the_same_figure_in_two_files_is_not_this_stage_s_to_judge() -> None:
    both = pl.concat([rows([line()]), rows([line(value="13")], path="other.csv")])

    assert schemas.validate(both, VOCABULARY, TODAY).rejections == ()


def test_a_breakdown_without_the_not_specified_is_rejected() -> None:
    rejection = the_rejection(line(), *cases(183, 22, 6))

    assert (rejection.rule_code, rejection.line, rejection.report_id) == ("cases.not_specified_missing", 3, MISSOURI)
    assert "does not state not_specified" in rejection.message
    assert "even if it is 0" in rejection.message


def test_an_empty_not_specified_is_no_zero() -> None:
    rejection = the_rejection(*cases(183, 22, 6, ""))

    assert (rejection.rule_code, rejection.line) == ("cases.not_specified_missing", 5)
    assert "empty is not zero" in rejection.message


@pytest.mark.parametrize("status", ["suppressed", "not_published"])
def test_a_not_specified_may_be_a_stated_non_number(status: str) -> None:
    lines = [*cases(183, 22, 6), line(measure="cases", category="not_specified", value="", value_status=status)]

    assert validate(*lines).rejections == ()


def test_a_total_alone_or_channels_need_no_not_specified() -> None:
    assert validate(line(measure="cases"), line(measure="signals", category="phone_call")).rejections == ()


@pytest.mark.parametrize(
    ("total", "difference"),
    [(98, 2), (102, -2), (1000, -10), (1000, 10), (199, 2)],
)
def test_a_small_difference_is_recorded_and_warned_about(total: int, difference: int) -> None:
    validation = validate(*cases(total + difference - 6, 3, 2, 1, total))

    assert validation.rejections == ()
    assert validation.figures.height == 5
    (warning,) = validation.warnings
    assert (warning.rule_code, warning.line, warning.report_id) == ("cases.discrepancy_unexpected", 6, MISSOURI)
    assert f"({difference:+})" in warning.message


@pytest.mark.parametrize(("total", "difference"), [(98, 3), (102, -3), (1000, -11), (1099, 11), (0, 6)])
def test_a_total_that_is_far_off_its_parts_is_rejected(total: int, difference: int) -> None:
    rejection = the_rejection(*cases(total + difference - 6, 3, 2, 1, total))

    assert (rejection.rule_code, rejection.line) == ("cases.total_differs_from_parts", 6)
    assert f"add up to {total + difference:,} ({difference:+})" in rejection.message
    assert "known_discrepancies.csv" in rejection.message


def signals(total: int, **channels: int) -> list[Line]:
    return [
        line(measure="signals", category=category, value=str(value))
        for category, value in {"total": total, **channels}.items()
    ]


def test_parts_that_are_not_all_stated_may_stay_below_the_total() -> None:
    # Maine 2023: two channels are not printed, and the survivors are a subset that is never held against the total.
    validation = validate(*signals(78, phone_call=56, text=12, webform=8, victim_or_survivor=77))

    assert (validation.rejections, validation.warnings) == ((), ())


def test_parts_that_are_not_all_stated_may_not_exceed_the_total() -> None:
    rejection = the_rejection(*signals(78, phone_call=56, text=25))

    assert (rejection.rule_code, rejection.line, rejection.offending_text) == ("signals.parts_exceed_total", 2, "78")
    assert "add up to 81 (+3)" in rejection.message


def test_a_suppressed_part_leaves_the_sum_open() -> None:
    suppressed = line(measure="cases", category="not_specified", value="", value_status="suppressed")
    total = line(measure="cases", category="total", value="500")

    assert validate(*cases(183, 22, 6), suppressed, total).rejections == ()


def listing(difference: int) -> Vocabulary:
    known = KnownDiscrepancy("US-MO", date(2018, 1, 1), date(2018, 12, 31), date(2019, 6, 30), "cases", difference)
    return dataclasses.replace(VOCABULARY, known_discrepancies=(known,))


@pytest.mark.parametrize("difference", [1, -1, 30, -30])
def test_a_listed_difference_is_accepted_in_silence(difference: int) -> None:
    validation = validate(*cases(94 + difference, 3, 2, 1, 100), vocabulary=listing(difference))

    assert (validation.figures.height, validation.rejections, validation.warnings) == (5, (), ())


@pytest.mark.parametrize(
    ("observed", "codes"),
    [(0, ["no_longer_observed"]), (2, ["unexpected", "no_longer_observed"])],
)
def test_a_listed_difference_that_is_no_longer_observed_warns(observed: int, codes: list[str]) -> None:
    validation = validate(*cases(94 + observed, 3, 2, 1, 100), vocabulary=listing(-1))

    assert validation.rejections == ()
    assert [warning.rule_code for warning in validation.warnings] == [f"cases.discrepancy_{code}" for code in codes]
    assert f"lists a difference of -1, but {observed:+} is found" in validation.warnings[-1].message


def test_a_listed_difference_whose_report_or_parts_are_absent_is_silent() -> None:
    assert validate(line(jurisdiction="KS"), vocabulary=listing(-1)).warnings == ()
    assert validate(line(measure="cases"), vocabulary=listing(-1)).warnings == ()


def test_another_difference_than_the_listed_one_is_rejected_when_it_is_large() -> None:
    rejection = the_rejection(*cases(124, 3, 2, 1, 100), vocabulary=listing(29))

    assert rejection.rule_code == "cases.total_differs_from_parts"


def test_the_same_breakdown_in_two_places_of_a_document_warns_and_names_both() -> None:
    virginia, west_virginia = cases(9, 2, 1, 0, jurisdiction="VA"), cases(9, 2, 1, 0, jurisdiction="WV")
    validation = validate(*virginia, *west_virginia)

    assert (validation.figures.height, validation.rejections) == (8, ())
    (warning,) = validation.warnings
    assert (warning.rule_code, warning.line) == ("cases.breakdown_copied", 6)
    assert "West Virginia has the same breakdown of cases as Virginia in line 2: labor 2, not" in warning.message


@pytest.mark.parametrize(
    "other",
    [
        cases(9, 2, 0, 1, jurisdiction="WV"),
        cases(9, 2, 1, 0, jurisdiction="WV", period_start="2017-01-01"),
        cases(9, 2, 1, 0, publisher_as_of="2019-12-31", jurisdiction="VA"),
    ],
)
def test_another_breakdown_period_or_vintage_is_no_copy(other: list[Line]) -> None:
    assert validate(*cases(9, 2, 1, 0, jurisdiction="VA"), *other).warnings == ()


def test_the_same_small_breakdown_is_chance() -> None:
    assert validate(*cases(6, 2, 1, 0, jurisdiction="VA"), *cases(6, 2, 1, 0, jurisdiction="WV")).warnings == ()


def test_a_rejected_report_is_not_warned_about() -> None:
    assert validate(*cases(94, 3, 2, 1, 99), line(measure="?")).warnings == ()


def test_of_many_faults_of_one_report_the_first_are_reported_and_every_bad_report_is() -> None:
    codes = [code for code in VOCABULARY.jurisdiction_names if code != "US-MO"]
    many = [line(measure=f"m{number}") for number in range(MAX_REJECTIONS + 7)]
    others = [line(jurisdiction=code, value="?") for code in codes]
    rejections = validate(*many, *others).rejections

    of_missouri = [rejection for rejection in rejections if rejection.report_id == MISSOURI]
    assert [rejection.line for rejection in of_missouri] == [*range(2, MAX_REJECTIONS + 2), None]
    assert of_missouri[-1].rule_code == "document.more_faults"
    assert of_missouri[-1].message.startswith("7 more")
    assert len(rejections) == len(of_missouri) + len(codes)


def test_every_check_of_every_model_has_words_of_its_own() -> None:
    models = (ReadRows, *FAMILIES.values())
    checks = {
        check.name for model in models for column in model.to_schema().columns.values() for check in column.checks
    }

    assert checks | {"not_nullable"} == set(RULES)


GOOD = validate(*cases(94, 3, 2, 1, 100), line(), *signals(78, phone_call=56)).figures


@pytest.mark.parametrize("family", FAMILIES)
def test_accepted_figures_pass_every_family(family: str) -> None:
    assert FAMILIES[family].validate(GOOD, lazy=True) is not None
    assert schemas.check(family, GOOD, VOCABULARY, TODAY) == ()


IS_NOT_SPECIFIED = pl.col("category") == "not_specified"


@pytest.mark.parametrize(
    ("family", "bad", "code"),
    [
        ("reports", GOOD.with_columns(jurisdiction_code=pl.lit("US-XX")), "report.jurisdiction_unknown"),
        ("reports", GOOD.with_columns(report_id=pl.lit("US-MO_2018")), "report.id_differs"),
        ("reports", GOOD.with_columns(publisher_as_of=TODAY + timedelta(days=1)), "report.accuracy_date_in_future"),
        ("reports", GOOD.with_columns(source_kind=pl.lit(None, pl.String)), "figure.field_missing"),
        ("counts", GOOD.with_columns(value=pl.col("value") - 90), "figure.value_negative"),
        ("counts", GOOD.with_columns(value=pl.lit(None, pl.Int64)), "figure.value_missing"),
        ("counts", GOOD.with_columns(value_status=pl.lit("suppressed")), "figure.value_not_expected"),
        ("counts", GOOD.with_columns(category_scheme=pl.lit("total")), "figure.scheme_differs"),
        ("counts", pl.concat([GOOD, GOOD.head(1)]), "figure.stated_twice"),
        (
            "counts",
            GOOD.with_columns(value=pl.when(IS_NOT_SPECIFIED).then(50).otherwise("value")),
            "cases.total_differs_from_parts",
        ),
        ("not_specified", GOOD.filter(~IS_NOT_SPECIFIED), "cases.not_specified_missing"),
        (
            "not_specified",
            GOOD.with_columns(value=pl.when(~IS_NOT_SPECIFIED).then("value")),
            "cases.not_specified_missing",
        ),
    ],
)
def test_a_bad_value_in_a_typed_frame_fails_its_family(family: str, bad: pl.DataFrame, code: str) -> None:
    bad = bad.cast(dict(FIGURE_SCHEMA))
    with pytest.raises(pandera.errors.SchemaErrors):
        FAMILIES[family].validate(bad, lazy=True)

    found = schemas.check(family, bad, VOCABULARY, TODAY)
    assert code in {rejection.rule_code for rejection in found}
    assert {rejection.file for rejection in found} == {"some.csv"}


def test_a_frame_that_lacks_a_column_is_no_frame_of_figures() -> None:
    with pytest.raises(pandera.errors.SchemaErrors):
        schemas.check("counts", GOOD.drop("value"), VOCABULARY, TODAY)


@pytest.mark.parametrize(
    ("name", "reports", "figures"),
    [
        ("2012-2016-state-pages-as-of-2017-05-03", 255, 510),
        ("2014-2016-state-releases-as-of-2017-01-31", 20, 57),
        ("2014-utah-dc-maryland-virginia-releases-as-of-2015-02-03", 4, 12),
        ("2015-2024-state-tables-as-of-2026-03-03", 546, 1092),
        ("2015-annual-state-reports-as-of-2016-05-27", 49, 245),
        ("2017-top-ten-states-as-of-2018-03-14", 11, 11),
        ("2018-2019-state-accounts-as-of-2020", 10, 18),
        ("2020-state-accounts-as-of-2022", 2, 3),
        ("2021-state-accounts-as-of-2022-2023", 3, 12),
        ("2024-state-table-as-of-2026-08-31", 55, 110),
        ("2024-victims-state-accounts-as-of-2026-01", 5, 14),
        ("missouri-2014-2015-first-report-as-of-2016-01-28", 2, 7),
        ("missouri-2018-2024-releases-as-of-2020-2026", 5, 7),
        ("missouri-2021-as-of-2026-03-02-upper-bound", 1, 3),
        ("us-2014-as-of-2015-02-02", 1, 8),
        ("us-2015-channels-as-of-2016-01-28", 1, 3),
        ("us-2017-types-as-of-2018-03-14", 1, 4),
        ("us-2020-01-to-2022-08-as-of-2023-11-03", 1, 6),
        ("us-2020-2021-as-of-2022-11-15", 2, 12),
    ],
)
def test_the_published_figures_are_all_accepted(name: str, reports: int, figures: int) -> None:
    content = (PROJECT_DIR / "data" / "seeds" / "reports" / f"{name}.csv").read_bytes()
    reading = read_table(f"{name}.csv", "d0", content, Limits())
    validation = schemas.validate(reading.figures, VOCABULARY, TODAY)

    assert (reading.rejections, validation.rejections, validation.warnings) == ((), (), ())
    assert validation.figures["report_id"].n_unique() == reports
    assert validation.figures.height == figures


COUNTS = st.integers(0, 2000)
PLACES = st.lists(st.sampled_from(["MO", "Kansas", "US-IA", "us"]), unique=True, min_size=1, max_size=4)


@st.composite
def valid_reports(draw: st.DrawFn) -> list[list[Line]]:
    """Reports that keep every rule, with repeated lines here and there."""
    reports = []
    for place in draw(PLACES):
        parts = draw(st.lists(COUNTS, min_size=4, max_size=4))
        total = max(sum(parts) + draw(st.integers(-2, 2)), 0)
        lines = cases(*parts, total) if draw(st.booleans()) else cases(*parts)
        lines.append(line(value=f"{draw(COUNTS):,}"))
        if draw(st.booleans()):
            lines.append(line(measure="traffickers", value="", value_status="suppressed"))
        lines += draw(st.lists(st.sampled_from(lines), max_size=2))
        reports.append([{**one, "jurisdiction": place} for one in lines])
    return reports


BAD_FIELDS = st.sampled_from(
    [
        {"value": "-1"},
        {"value": "1.5"},
        {"value": "99"},
        {"value": ""},
        {"value_status": "hidden"},
        {"measure": "calls"},
        {"category": "labour"},
        {"measure": "signals", "category": "sex"},
        {"measure": "traffickers", "category": "total", "source_kind": "secondary"},
        {"measure": "businesses", "publisher_as_of_basis": "guess"},
    ]
)


def stated(figures: pl.DataFrame) -> set[tuple[object, ...]]:
    """The figures without the line that each was read from."""
    return set(figures.drop("source_line", "source_text").rows())


@given(st.data())
@settings(max_examples=10)
def test_the_order_of_lines_decides_nothing(data: st.DataObject) -> None:
    assert_the_order_decides_nothing(data)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=200)
def test_the_order_of_many_lines_decides_nothing(data: st.DataObject) -> None:
    assert_the_order_decides_nothing(data)


def assert_the_order_decides_nothing(data: st.DataObject) -> None:
    lines = [one for report in data.draw(valid_reports()) for one in report]
    validation = validate(*lines)
    shuffled = validate(*data.draw(st.permutations(lines)))

    assert validation.rejections == shuffled.rejections == ()
    assert stated(validation.figures) == stated(shuffled.figures)
    assert validation.figures.height == shuffled.figures.height


@given(st.data())
@settings(max_examples=10)
def test_a_bad_line_rejects_its_report_and_changes_no_other(data: st.DataObject) -> None:
    assert_a_bad_line_rejects_its_report_alone(data)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=200)
def test_each_of_many_bad_lines_rejects_its_report_and_changes_no_other(data: st.DataObject) -> None:
    assert_a_bad_line_rejects_its_report_alone(data)


def assert_a_bad_line_rejects_its_report_alone(data: st.DataObject) -> None:
    reports = data.draw(valid_reports())
    spoilt = data.draw(st.integers(0, len(reports) - 1))
    # A victims total beyond what the strategy draws contradicts the good one where no other field is bad.
    bad = {**line(value="5000"), **data.draw(BAD_FIELDS), "jurisdiction": reports[spoilt][0]["jurisdiction"]}
    lines = [one for report in reports for one in report]
    at = data.draw(st.integers(0, len(lines)))
    without = validate(*lines).figures
    (report_id,) = validate(*reports[spoilt]).figures["report_id"].unique()
    validation = validate(*lines[:at], bad, *lines[at:])

    assert stated(validation.figures) == stated(without.filter(pl.col("report_id") != report_id))
    assert {rejection.report_id for rejection in validation.rejections} == {report_id}
