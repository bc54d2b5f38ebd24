from django.urls import path

from comity.agreements.views import acts, amendments, life, models, pages, printed, registers, texts, verifying

urlpatterns = [
    path("agreements/", pages.agreements, name="agreements"),
    path("agreements/export.<str:kind>", pages.export, name="agreements-export"),
    path("agreements/new/", pages.new_agreement, name="new-agreement"),
    path("agreements/proposals/new/", pages.new_proposal, name="new-proposal"),
    path("agreements/registers/", registers.registers, name="agreement-registers"),
    path("agreements/registers/<int:pk>/", registers.register, name="agreement-register"),
    path("agreements/registers/<int:pk>/names/", registers.names, name="agreement-register-names"),
    path("agreements/registers/<int:pk>/entry/", registers.entry, name="agreement-register-entry"),
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
    path("agreements/<int:pk>/text.pdf", printed.printed_text, name="printed-text"),
    path("agreements/<int:pk>/to-sign.pdf", printed.to_sign, name="to-sign"),
    path("agreements/<int:pk>/signed/<int:copy>/", printed.signed_copy, name="signed-copy"),
    path("agreements/<int:pk>/record.pdf", printed.record_of_acts, name="record-of-acts"),
    path("verify/", verifying.verify_file, name="verify"),
    path("agreements/<int:pk>/clauses/", texts.clauses, name="clauses"),
    path("agreements/<int:pk>/clauses/<int:clause>/", texts.clause, name="clause"),
    path("agreements/<int:pk>/clauses/<int:clause>/order/", texts.order, name="clause-order"),
    path("agreements/<int:pk>/clauses/<int:clause>/removal/", texts.removal, name="clause-removal"),
    path("agreements/<int:pk>/clauses/<int:clause>/remarks/", texts.remarks, name="clause-remarks"),
    path("agreements/<int:pk>/remarks/<int:remark>/", texts.remark_answer, name="remark-answer"),
    # In force, and near its end
    path("agreements/<int:pk>/review/", life.review, name="agreement-review"),
    path("agreements/<int:pk>/clauses/<int:clause>/undertakings/", life.undertakings, name="undertakings"),
    path(
        "agreements/<int:pk>/undertakings/<int:undertaking>/removal/",
        life.undertaking_removal,
        name="undertaking-removal",
    ),
    # Models and what came of them
    path("agreements/models/", models.models, name="models"),
    path("agreements/models/<slug:code>/", models.model, name="model"),
    path("agreements/models/<slug:code>/<int:version>/", models.model, name="model-version"),
    path("agreements/models/<slug:code>/clauses/<slug:key>/", models.model_clause, name="model-clause"),
    path("agreements/models/<slug:code>/roll-out/", models.new_roll_out, name="new-roll-out"),
    path("agreements/roll-outs/<int:pk>/", models.one_roll_out, name="roll-out"),
    path("agreements/roll-outs/<int:pk>/export.<str:kind>", models.roll_out_export, name="roll-out-export"),
    path("agreements/roll-outs/<int:pk>/further/", models.further, name="roll-out-further"),
    path("agreements/<int:pk>/model/", models.making, name="making-a-model"),
    path("agreements/<int:pk>/newer-model/", models.catching_up, name="catching-up"),
    # Amendments and the versions of a text
    path("agreements/<int:pk>/amendments/new/", amendments.new_amendment, name="new-amendment"),
    path("agreements/<int:pk>/base/", amendments.base, name="amendment-base"),
    path("agreements/<int:pk>/versions/", amendments.versions, name="text-versions"),
    path("agreements/<int:pk>/versions/<int:number>/", amendments.version, name="text-version"),
    # By a signed link
    path("texts/<str:token>/", texts.text_by_link, name="agreement-by-link"),
    path("texts/<str:token>/text.pdf", printed.printed_text_by_link, name="printed-text-by-link"),
    path("texts/<str:token>/to-sign.pdf", printed.to_sign_by_link, name="to-sign-by-link"),
    path("texts/<str:token>/clauses/<int:clause>/remarks/", texts.remarks_by_link, name="remarks-by-link"),
    path("texts/<str:token>/acts/<slug:name>/", acts.act_by_link, name="agreement-act-by-link"),
]
