from django.urls import path

from comity.partners import views, views_choices, views_facts, views_imports, views_people, views_registry

urlpatterns = [
    path("partners/", views.partners, name="partners"),
    path("partners/new/", views.new_partner, name="new-partner"),
    path("partners/known/", views.known_partners, name="known-partners"),
    path("partners/choices/", views_choices.organisations, name="organisation-choices"),
    path("people/choices/", views_choices.people, name="person-choices"),
    path("partners/import/", views_imports.imports, name="partner-imports"),
    path("partners/import/table.csv", views_imports.empty_table, name="partner-import-table"),
    path("partners/import/<int:pk>/", views_imports.preview_of, name="partner-import"),
    path("partners/import/<int:pk>/entry/", views_imports.entry, name="partner-import-entry"),
    path("partners/<int:pk>/facts/", views_facts.facts, name="partner-facts"),
    path("partners/<int:pk>/names/", views_facts.names, name="partner-names"),
    path("partners/<int:pk>/names/<int:name>/", views_facts.name, name="partner-name"),
    path("partners/<int:pk>/names/<int:name>/end/", views_facts.name_end, name="partner-name-end"),
    path("partners/<int:pk>/wholes/", views_facts.wholes, name="partner-wholes"),
    path("partners/<int:pk>/wholes/<int:belonging>/end/", views_facts.whole_end, name="partner-whole-end"),
    path("partners/<int:pk>/people/", views_people.new_person, name="new-person"),
    path("partners/<int:pk>/focal-points/", views_people.focal_points, name="partner-focal-points"),
    path("partners/<int:pk>/focal-points/<str:side>/<str:rank>/", views_people.focal_point, name="partner-focal-point"),
    path("partners/<int:pk>/registry/", views_registry.of_partner, name="partner-registry"),
    path("registry/", views_registry.registry, name="registry"),
    path("registry/choices/", views_registry.choices, name="registry-choices"),
    path("registry/<str:ror>/", views_registry.institution, name="institution"),
    path("registry/<str:ror>/partner/", views_registry.taking, name="institution-taking"),
    path("people/<int:pk>/facts/", views_people.person_facts, name="person-facts"),
    path("people/<int:pk>/names/", views_people.person_names, name="person-names"),
    path("people/<int:pk>/names/<int:name>/", views_people.person_name, name="person-name"),
    path("people/<int:pk>/offices/", views_people.offices, name="person-offices"),
    path("people/<int:pk>/offices/<int:office>/end/", views_people.office_end, name="office-end"),
]
