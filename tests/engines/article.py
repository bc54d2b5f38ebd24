"""An article as long as the press texts of such an office, in our own words, from the facts of the example."""

ARTICLE = [
    "ICESCO and the Leibniz Association look for work to share",
    "A working session held online on 21 January 2021 brought together the Islamic World Educational,"
    " Scientific and Cultural Organization (ICESCO) and the Leibniz Association. Each side named the fields in"
    " which it would like to work with the other.",
    "Dr. Salim M. AlMalik, Director-General of ICESCO, came with the heads of sectors, with advisors and with"
    " experts. The guests were headed by Prof. Matthias Kleiner, President of the Leibniz Association, and"
    " directors of several institutes and research centres came with him.",
    "Both heads wanted practical programmes with results that one can touch, in education, science,"
    " technology, culture and communication. They did not begin from nothing: the <b>ICESCO</b> forum on"
    " scientific papers and patents of 14 and 15 December 2020, prepared with the National Center for"
    " Scientific and Technical Research (CNRST), the International University of Rabat, COMSATS University"
    " Islamabad and the Leibniz Institute for Astrophysics Potsdam, had reached over 10,000 students and"
    " researchers.",
    "ICESCO's Member States were a subject of the whole session. A bridge should lead from them to the 96"
    " institutes of the German partner, which is called Leibniz-Gemeinschaft at home. For the year of women,"
    " 2021, the two sides would prepare a large international conference together.",
    "States that are not members, and international institutions, were offered Observer Status. Environment"
    " protection was named as a reason to join, and Dr. AlMalik explained what an observer may do.",
    "Prof. Matthias Beller is Vice President of the Leibniz Association and Executive Director of the Leibniz"
    " Institute for Catalysis (LIKAT) in Rostock. He spoke of a memorandum of understanding between ICESCO and"
    " LIKAT, which should become a model for other institutes.",
    "The directors told of their institutes and of what could be done at once: smart agriculture, climate"
    " change research and heritage preservation. A joint doctoral programme of ICESCO and LIKAT was announced,"
    " and an “ICESCO-Leibniz-DAAD” scholarship was proposed; the German Academic Exchange Service (DAAD) would"
    " be the third partner.",
    'What was said stands in <a href="https://comity.example.org/en/sessions/3/">the record of the'
    " session</a>. Whoever has a question may write to office@comity.example.org.",
    "At the end it was agreed to draft a cooperation agreement. Raheel Qamar, Head of the Science and"
    " Technology Sector, keeps the list of what was promised; ISESCO, as ICESCO was called until 30 January"
    " 2020, had begun it.",
]
