"""Checks the workbook with openpyxl: cells as in the package, days as dates, a frozen header, filters."""

import datetime
import json

import openpyxl
from openpyxl.utils.escape import unescape

from expected import day, equal, folder, tables

workbook = openpyxl.load_workbook(folder() / "registry.xlsx")
schema = json.loads((folder() / "registry.schema.json").read_text(encoding="utf-8"))["properties"]
package = tables()
equal(sorted(workbook.sheetnames), sorted(package), "sheets")
dates = cells = 0
for table, rows in package.items():
    sheet = workbook[table]
    columns = [cell.value for cell in sheet[1]]
    equal(columns, list(rows[0]) if rows else columns, f"columns of {table}")
    equal(sheet.max_row, len(rows) + 1, f"rows of {table}")
    equal(sheet.freeze_panes, "A2", f"frozen part of {table}")
    page = (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage)
    equal((page, sheet.print_title_rows), (("landscape", 0, True), "$1:$1"), f"printing of {table}")
    assert sheet.auto_filter.ref and sheet.auto_filter.ref.startswith("A1:"), f"{table} has no filter"
    of_column = schema.get(table, {}).get("items", {}).get("properties", {})
    for y, row in enumerate(rows, start=2):
        for x, (column, text) in enumerate(row.items(), start=1):
            cell = sheet.cell(y, x)
            place = f"{table} {cell.coordinate}"
            dated = "pattern" in of_column.get(column, {})
            whole = "integer" in of_column.get(column, {}).get("type", [])
            cells += 1
            if text == "":
                equal(cell.value, None, place)
            elif whole:
                equal(cell.value, int(text), place)
            elif dated and day(text) and day(text).year >= 1900:
                dates += 1
                assert cell.is_date and isinstance(cell.value, datetime.datetime), f"{place} is not a date"
                equal(cell.value.date(), day(text), place)
            else:
                # Text is never a formula. Workbooks write control characters as `_x001B_`.
                equal((cell.data_type, unescape(cell.value)), ("s", text), place)
            assert cell.hyperlink is None, place
assert dates > 0
print(f"openpyxl {openpyxl.__version__}: {len(package)} sheets, {cells} cells, {dates} dates")
