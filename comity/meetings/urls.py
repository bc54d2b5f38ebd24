from django.urls import path

from comity.meetings.views import acts, agenda, calendars, corrigenda, delegations, draft, links, minutes, sessions

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.plan, name="session-new"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/change/", sessions.change, name="session-change"),
    path("sessions/<int:pk>/areas/", sessions.areas, name="session-areas"),
    path("sessions/<int:pk>/final/", sessions.final, name="final-minutes"),
    path("sessions/<int:pk>/final/document/", sessions.final_document, name="final-document"),
    # In calendars
    path("sessions/<int:pk>/session.ics", calendars.session_file, name="session-file"),
    path("account/calendar/", calendars.calendar, name="calendar"),
    path("account/calendar/ending/", calendars.calendar_ending, name="calendar-ending"),
    path("calendar/<str:secret>.ics", calendars.calendar_feed, name="calendar-feed"),
    path("sessions/mail/", calendars.mail_set_aside, name="mail-set-aside"),
    path("sessions/mail/<int:pk>/", calendars.mail_as_it_came, name="mail-as-it-came"),
    # From stage to stage
    path("sessions/<int:pk>/convening/", acts.convening, name="convening"),
    path("sessions/<int:pk>/agenda-adoption/", acts.agenda_adoption, name="agenda-adoption"),
    path("sessions/<int:pk>/holding/", acts.holding, name="holding"),
    path("sessions/<int:pk>/drafting/", acts.drafting, name="drafting"),
    path("sessions/<int:pk>/circulation/", acts.circulation, name="circulation"),
    path("sessions/<int:pk>/recall/", acts.recall, name="recall"),
    path("sessions/<int:pk>/postponement/", acts.postponement, name="postponement"),
    path("sessions/<int:pk>/new-day/", acts.new_day, name="new-day"),
    path("sessions/<int:pk>/cancellation/", acts.cancellation, name="cancellation"),
    path("sessions/<int:pk>/closing/", acts.closing, name="closing"),
    path("sessions/<int:pk>/publication/", acts.publication, name="publication"),
    # Who takes part
    path("sessions/<int:pk>/delegations/", delegations.delegations, name="delegations"),
    path(
        "sessions/<int:pk>/delegations/<int:delegation>/removal/",
        delegations.delegation_removal,
        name="delegation-removal",
    ),
    path("sessions/<int:pk>/delegations/<int:delegation>/members/", delegations.members, name="members"),
    path("sessions/<int:pk>/delegations/<int:delegation>/groups/", delegations.groups, name="groups"),
    path(
        "sessions/<int:pk>/members/<int:member>/attendance/",
        delegations.member_attendance,
        name="member-attendance",
    ),
    path("sessions/<int:pk>/members/<int:member>/order/", delegations.member_order, name="member-order"),
    path("sessions/<int:pk>/members/<int:member>/lead/", delegations.member_lead, name="member-lead"),
    path("sessions/<int:pk>/members/<int:member>/removal/", delegations.member_removal, name="member-removal"),
    # What is on the agenda
    path("sessions/<int:pk>/agenda/", agenda.agenda, name="agenda"),
    path("sessions/<int:pk>/agenda/<int:item>/", agenda.item, name="item"),
    path("sessions/<int:pk>/agenda/<int:item>/order/", agenda.item_order, name="item-order"),
    path("sessions/<int:pk>/agenda/<int:item>/removal/", agenda.item_removal, name="item-removal"),
    path("sessions/<int:pk>/agenda/<int:item>/deferral/", agenda.item_deferral, name="item-deferral"),
    path("sessions/<int:pk>/agenda/<int:item>/visibility/", agenda.item_visibility, name="item-visibility"),
    # The minutes
    path("sessions/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("sessions/<int:pk>/minutes/<int:item>/", minutes.writing, name="writing"),
    path("sessions/<int:pk>/minutes/<int:item>/decisions/", minutes.decisions, name="decisions"),
    path("sessions/<int:pk>/decisions/<int:decision>/", minutes.decision, name="decision"),
    path("sessions/<int:pk>/decisions/<int:decision>/removal/", minutes.decision_removal, name="decision-removal"),
    # The draft between the sides
    path("sessions/<int:pk>/draft/", draft.draft, name="draft"),
    path("sessions/<int:pk>/adoptions/", draft.adoption, name="adoption"),
    path("sessions/<int:pk>/draft/<int:item>/corrections/", draft.correction, name="correction"),
    path("sessions/<int:pk>/corrections/<int:correction>/taking-over/", draft.taking_over, name="taking-over"),
    path("sessions/<int:pk>/corrections/<int:correction>/settling/", draft.settling, name="settling"),
    path("sessions/<int:pk>/corrections/<int:correction>/declining/", draft.declining, name="declining"),
    path("sessions/<int:pk>/links/", draft.links, name="links"),
    path("sessions/<int:pk>/links/<int:link>/revocation/", draft.link_revocation, name="link-revocation"),
    path("minutes/<str:secret>/", links.draft_by_link, name="draft-by-link"),
    path("minutes/<str:secret>/final/", links.final_file_by_link, name="final-by-link"),
    path("minutes/<str:secret>/final/document/", links.final_document_by_link, name="final-document-by-link"),
    path("minutes/<str:secret>/adoptions/", links.adoption_by_link, name="adoption-by-link"),
    path("minutes/<str:secret>/<int:item>/corrections/", links.correction_by_link, name="correction-by-link"),
    # After adoption
    path("sessions/<int:pk>/corrigenda/", corrigenda.corrigenda, name="corrigenda"),
    path(
        "sessions/<int:pk>/corrigenda/<int:number>/adoptions/",
        corrigenda.corrigendum_adoption,
        name="corrigendum-adoption",
    ),
    path(
        "sessions/<int:pk>/corrigenda/<int:number>/declining/",
        corrigenda.corrigendum_declining,
        name="corrigendum-declining",
    ),
    path(
        "sessions/<int:pk>/corrigenda/<int:number>/withdrawal/",
        corrigenda.corrigendum_withdrawal,
        name="corrigendum-withdrawal",
    ),
    path("minutes/<str:secret>/corrigenda/", links.corrigenda_by_link, name="corrigenda-by-link"),
    path(
        "minutes/<str:secret>/corrigenda/<int:number>/adoptions/",
        links.corrigendum_adoption_by_link,
        name="corrigendum-adoption-by-link",
    ),
    path(
        "minutes/<str:secret>/corrigenda/<int:number>/declining/",
        links.corrigendum_declining_by_link,
        name="corrigendum-declining-by-link",
    ),
    path(
        "minutes/<str:secret>/corrigenda/<int:number>/withdrawal/",
        links.corrigendum_withdrawal_by_link,
        name="corrigendum-withdrawal-by-link",
    ),
]
