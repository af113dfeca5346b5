"""Addresses of procedures."""

from django.urls import path

from wellrun.practice.procedures.screens import (
    blocks,
    cards,
    case,
    case_form,
    cases,
    facilities,
    items,
    messages,
    papers,
    template,
    visits,
)

app_name = "procedures"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("new/", case_form.case_new, name="case_new"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/<uuid:block_id>/", blocks.block, name="block"),
    path("blocks/<uuid:block_id>/days/<str:on>/", blocks.decision, name="block_decision"),
    path("facilities/", facilities.facilities, name="facilities"),
    path("facilities/new/", facilities.facility_new, name="facility_new"),
    path("facilities/<uuid:facility_id>/", facilities.facility_page, name="facility"),
    path("facilities/<uuid:facility_id>/blocks/new/", blocks.block_new, name="block_new"),
    path("template/", template.template, name="template"),
    path("cards/", cards.cards, name="cards"),
    path("cards/new/", cards.card_new, name="card_new"),
    path("cards/<uuid:card_id>/", cards.card_page, name="card"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<uuid:message_id>/", messages.message, name="message"),
    path("messages/<uuid:message_id>/settlement/", messages.settlement, name="settlement"),
    path("<uuid:case_id>/", case.case, name="case"),
    path("<uuid:case_id>/sheet/", case_form.case_sheet, name="case_sheet"),
    path("<uuid:case_id>/sending/", case.sending, name="sending"),
    path("<uuid:case_id>/confirmation/", case.confirmation, name="confirmation"),
    path("<uuid:case_id>/move/", case.moving, name="move"),
    path("<uuid:case_id>/ready/", case.ready, name="ready"),
    path("<uuid:case_id>/done/", case.done, name="done"),
    path("<uuid:case_id>/done/undo/", case.done_undo, name="done_undo"),
    path("<uuid:case_id>/cancellation/", case.cancellation, name="cancellation"),
    path("<uuid:case_id>/cancellation/undo/", case.cancellation_undo, name="cancellation_undo"),
    path("<uuid:case_id>/postponement/", case.postponement, name="postponement"),
    path("<uuid:case_id>/items/<str:key>/", items.item, name="item"),
    path("<uuid:case_id>/items/<str:key>/reopening/", items.reopening, name="item_reopening"),
    path("<uuid:case_id>/implants/<uuid:implant_id>/told/", case.told, name="told"),
    path("<uuid:case_id>/visits/", visits.visits, name="visits"),
    path("<uuid:case_id>/packet/", papers.packet, name="packet"),
    path("<uuid:case_id>/calendar/", papers.calendar, name="calendar"),
]
