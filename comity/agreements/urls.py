from django.urls import path

from comity.agreements.views import acts, pages, texts, word

urlpatterns = [
    path("agreements/", pages.agreements, name="agreements"),
    path("agreements/export.<str:kind>", pages.export, name="agreements-export"),
    path("agreements/new/", pages.new_agreement, name="new-agreement"),
    path("agreements/proposals/new/", pages.new_proposal, name="new-proposal"),
    path("agreements/<int:pk>/", pages.agreement, name="agreement"),
    path("agreements/<int:pk>/facts/", pages.facts, name="agreement-facts"),
    path("agreements/<int:pk>/renewal/", pages.renewal, name="agreement-renewal"),
    path("agreements/<int:pk>/lapse/", pages.lapse, name="agreement-lapse"),
    path("agreements/<int:pk>/superseding/", pages.superseding, name="agreement-superseding"),
    # On its way to force, and to its end
    path("agreements/<int:pk>/parties/<int:party>/", acts.party, name="agreement-party"),
    path("agreements/<int:pk>/clearances/<int:clearance>/", acts.clearance, name="agreement-clearance"),
    path("agreements/<int:pk>/scans/<int:signature>/", acts.scan, name="signed-scan"),
    path("agreements/<int:pk>/acts/<slug:name>/", acts.act, name="agreement-act"),
    path("agreements/<int:pk>/links/<int:link>/revocation/", acts.link_revocation, name="agreement-link-revocation"),
    # Its text
    path("agreements/<int:pk>/text/", texts.text, name="agreement-text"),
    path("agreements/<int:pk>/clauses/", texts.clauses, name="clauses"),
    path("agreements/<int:pk>/clauses/<int:clause>/", texts.clause, name="clause"),
    path("agreements/<int:pk>/clauses/<int:clause>/order/", texts.order, name="clause-order"),
    path("agreements/<int:pk>/clauses/<int:clause>/removal/", texts.removal, name="clause-removal"),
    path("agreements/<int:pk>/clauses/<int:clause>/remarks/", texts.remarks, name="clause-remarks"),
    path("agreements/<int:pk>/remarks/<int:remark>/", texts.remark_answer, name="remark-answer"),
    # There and back as a Word file
    path("agreements/<int:pk>/text/<slug:languages>.docx", word.export, name="agreement-word"),
    path("agreements/<int:pk>/redlines/", word.redlines, name="redlines"),
    path("agreements/<int:pk>/redlines/sending/", word.redline_sending, name="redline-sending"),
    path("agreements/<int:pk>/redlines/<int:redline>/", word.redline, name="redline"),
    path("agreements/<int:pk>/redlines/<int:redline>/file/", word.redline_file, name="redline-file"),
    path("agreements/<int:pk>/redlines/<int:redline>/choice/", word.choice, name="redline-choice"),
    path("agreements/<int:pk>/edits/<int:edit>/", word.edit_answer, name="edit-answer"),
    # By a signed link
    path("texts/<str:token>/", texts.text_by_link, name="agreement-by-link"),
    path("texts/<str:token>/clauses/<int:clause>/remarks/", texts.remarks_by_link, name="remarks-by-link"),
    path("texts/<str:token>/<slug:languages>.docx", word.export_by_link, name="agreement-word-by-link"),
    path("texts/<str:token>/redlines/", word.redlines_by_link, name="redlines-by-link"),
    path("texts/<str:token>/redlines/sending/", word.redline_sending_by_link, name="redline-sending-by-link"),
    path("texts/<str:token>/redlines/<int:redline>/", word.redline_by_link, name="redline-by-link"),
    path("texts/<str:token>/redlines/<int:redline>/file/", word.redline_file_by_link, name="redline-file-by-link"),
    path("texts/<str:token>/acts/<slug:name>/", acts.act_by_link, name="agreement-act-by-link"),
]
