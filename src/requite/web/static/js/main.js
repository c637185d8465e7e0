// The browser's side of Requite: htmx, set up for a strict content security policy, and our behaviours.
import htmx from "htmx.org";
import { attach } from "./behaviours.js";
import { watchAnswers } from "./answers.js";
import { keepFocus } from "./focus.js";
import { watchRefused } from "./refused.js";
import afresh from "./behaviours/afresh.js";
import board from "./behaviours/board.js";
import bulk from "./behaviours/bulk.js";
import calendar from "./behaviours/calendar.js";
import carry from "./behaviours/carry.js";
import cells from "./behaviours/cells.js";
import choose from "./behaviours/choose.js";
import column from "./behaviours/column.js";
import columns from "./behaviours/columns.js";
import combobox from "./behaviours/combobox.js";
import dialog from "./behaviours/dialog.js";
import draft from "./behaviours/draft.js";
import filled from "./behaviours/filled.js";
import keys from "./behaviours/keys.js";
import leave from "./behaviours/leave.js";
import live from "./behaviours/live.js";
import menu from "./behaviours/menu.js";
import once from "./behaviours/once.js";
import optimistic from "./behaviours/optimistic.js";
import order from "./behaviours/order.js";
import peek from "./behaviours/peek.js";
import tabs from "./behaviours/tabs.js";
import theme from "./behaviours/theme.js";
import timeline from "./behaviours/timeline.js";
import toast from "./behaviours/toast.js";
import took from "./behaviours/took.js";
import upload from "./behaviours/upload.js";
import verdict from "./behaviours/verdict.js";
import wall from "./behaviours/wall.js";
import widths from "./behaviours/widths.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  attributesToSettle: ["class", "width", "height"], // a style that a script gave may not be written as an attribute
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  scrollBehavior: "instant",
  defaultSettleDelay: 0,
  timeout: 20000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(409|422)", swap: true, error: false },
    { code: "[45]..", swap: false, error: true },
  ],
});

watchAnswers();
watchRefused();
keepFocus();
attach({ afresh, board, bulk, calendar, carry, cells, choose, column, columns, combobox, dialog, draft, filled, keys, leave, live, menu, once, optimistic, order, peek, tabs, theme, timeline, toast, took, upload, verdict, wall, widths });
document.documentElement.dataset.script = "on";
