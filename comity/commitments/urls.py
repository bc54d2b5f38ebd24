from django.urls import path

from comity.commitments.views import leaving, page, register, said

urlpatterns = [
    path("commitments/", register.commitments, name="commitments"),
    path("commitments/export.<str:kind>", register.export, name="commitments-export"),
    path("commitments/new/", register.new_commitment, name="new-commitment"),
    path("commitments/<int:pk>/", page.commitment, name="commitment"),
    path("commitments/<int:pk>/results/<int:result>/", page.finding, name="commitment-finding"),
    path("commitments/<int:pk>/links/<int:link>/revocation/", page.link_revocation, name="commitment-link-revocation"),
    path("commitments/<int:pk>/<slug:name>/", page.act, name="commitment-act"),
    path("evidence/<int:pk>/", page.evidence, name="evidence"),
    path("promises/<str:token>/", page.commitment_by_link, name="commitment-by-link"),
    path("promises/<str:token>/evidence/<int:pk>/", page.evidence_by_link, name="evidence-by-link"),
    path("promises/<str:token>/<slug:name>/", page.act_by_link, name="commitment-act-by-link"),
    path("items/<int:pk>/commitments/", said.item_commitments, name="item-commitments"),
    path("people/<int:pk>/departure/", leaving.departure, name="departure"),
]
