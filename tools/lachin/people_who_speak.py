"""Who speaks in the fact base: one name, the account they speak for, and the actor they are listed under.

Private persons appear by role. An account is the side whose account a claim belongs to; it says nothing of truth.
"""

# ruff: noqa: E501  (a row of a table reads best on one line)
# fmt: off

from __future__ import annotations

STEPANAKERT = "authorities in Stepanakert"
AZERBAIJAN = "government of Azerbaijan"
ARMENIA = "government of Armenia"
RUSSIA = "Russian Federation"
RELIEF = "ICRC and UN"
MEDIA = "media"
COURTS = "other states and courts"
SIGNED = "parties to the 2020 statement"

# (word in the speaker, account, printed name or "" to keep it); the first that fits is taken.
RULES: tuple[tuple[str, str, str], ...] = (
    ("signed text", SIGNED, "Armenia, Azerbaijan and the Russian Federation (signed text)"),
    ("both governments", "", "governments of Armenia and Azerbaijan, each of the other"),
    ("own reading", MEDIA, "reading of Armenian government and UN counts by the compiler"),
    ("Russian and Armenian foreign", RUSSIA, "Russian official; the Armenian foreign ministry denies its part"),
    ("residents; Azerbaijan Red", "residents", "residents; Azerbaijan Red Crescent"),
    ("D. Ananyan", STEPANAKERT, "head of a village"),
    ("V. Osipov", STEPANAKERT, "head of the maternity centre"),
    ("M. Vanyan", MEDIA, "local source via EVN Report"),
    ("H. Avtandilyan", STEPANAKERT, "monitoring official"),
    ("plant director", STEPANAKERT, "director of the power station, via OC Media"),
    ("D. Sargsyan", STEPANAKERT, "mayor of Stepanakert / Khankendi (D. Sargsyan)"),
    ("mayor of Askeran", STEPANAKERT, "mayor of Askeran, via JAMnews"),
    ("G. Nersisyan", STEPANAKERT, "state minister in Stepanakert (G. Nersisyan)"),
    ("R. Vardanyan", STEPANAKERT, ""),
    ("G. Martirosyan", STEPANAKERT, ""),
    ("A. Harutyunyan", STEPANAKERT, "president in Stepanakert (A. Harutyunyan)"),
    ("A. Beglaryan", STEPANAKERT, "former state minister in Stepanakert (A. Beglaryan)"),
    ("D. Ishkhanian", STEPANAKERT, "speaker of the parliament in Stepanakert (D. Ishkhanian)"),
    ("G. Hayriyan", STEPANAKERT, "agriculture minister in Stepanakert (G. Hayriyan)"),
    ("T. Avetisyan", STEPANAKERT, ""),
    ("Karabakh party leaders", STEPANAKERT, ""),
    ("Babel; de facto", MEDIA, ""),
    ("ICRC; de facto", RELIEF, ""),
    ("Artsakh", STEPANAKERT, ""),
    ("de facto authorities", STEPANAKERT, ""),
    ("I. Aliyev via", AZERBAIJAN, "Ilham Aliyev, as cited in S-003"),
    ("I. Aliyev", AZERBAIJAN, "Ilham Aliyev"),
    ("H. Hajiyev", AZERBAIJAN, "Hikmet Hajiyev"),
    ("A. Hajizada", AZERBAIJAN, "foreign ministry of Azerbaijan (A. Hajizada)"),
    ("protesters; Azerbaijani", "protesters near Shusha / Shushi", ""),
    ("protesters", "protesters near Shusha / Shushi", ""),
    ("Russian Red Cross; Azerbaijan", "", ""),
    ("Azerbaijan Red Crescent", AZERBAIJAN, ""),
    ("Azerbaijani", AZERBAIJAN, ""),
    ("RFE/RL; Armenian", MEDIA, ""),
    ("N. Pashinyan via", ARMENIA, "Nikol Pashinyan, as cited in S-000"),
    ("N. Pashinyan", ARMENIA, "Nikol Pashinyan"),
    ("A. Mirzoyan", ARMENIA, "foreign minister of Armenia (A. Mirzoyan)"),
    ("A. Badalyan", ARMENIA, "foreign ministry of Armenia (A. Badalyan)"),
    ("Armenian", ARMENIA, ""),
    ("S. Lavrov", RUSSIA, "Sergei Lavrov"),
    ("M. Zakharova", RUSSIA, "Maria Zakharova"),
    ("EVN Report; Russian", MEDIA, ""),
    ("Russian", RUSSIA, ""),
    ("OCHA", RELIEF, ""),
    ("ICRC", RELIEF, ""),
    ("UNHCR", RELIEF, ""),
    ("UN mission", RELIEF, ""),
    ("ECHR", COURTS, "European Court of Human Rights"),
    ("ICJ", COURTS, "International Court of Justice"),
    ("C. Michel", COURTS, "Charles Michel (European Council)"),
    ("J. Borrell", COURTS, "Josep Borrell (European Union)"),
    ("UK ambassador", COURTS, ""),
    ("US mission", COURTS, ""),
    ("residents", "residents", ""),
    ("reports from Armenia", ARMENIA, "reports from Armenia, not named, via S-000"),
    ("Karabakh NGOs", STEPANAKERT, "non-governmental organisations in Nagorno-Karabakh"),
    ("T. de Waal", MEDIA, "Thomas de Waal, as cited in S-003"),
    ("founding document", MEDIA, "the document itself"),
)

# Speakers of the claims read in the two founding articles.
FOUNDING: dict[str, str] = {
    "": MEDIA,
    "reports from Armenia (not named)": ARMENIA,
    "Azerbaijan": AZERBAIJAN,
    "citizens of Nagorno-Karabakh": "residents",
    "Nikol Pashinyan": ARMENIA,
    "Russia (Moscow)": RUSSIA,
    "Vladimir Putin": RUSSIA,
    "protesters at the Lachin corridor": "protesters near Shusha / Shushi",
    "Azerbaijan (official Baku)": AZERBAIJAN,
    "Azerbaijan (Baku)": AZERBAIJAN,
    "government of Azerbaijan": AZERBAIJAN,
    "Armenia": ARMENIA,
    "authorities in Karabakh": STEPANAKERT,
    "foreign diplomats (not named)": COURTS,
    "Maria Zakharova": RUSSIA,
    "Sergei Lavrov": RUSSIA,
    "parties to the trilateral statement": SIGNED,
    "Tom de Waal": MEDIA,
    "political analyst (name lost in the text)": MEDIA,
    "Ilham Aliyev": AZERBAIJAN,
    "Mikroskop Media": MEDIA,
    "Ambassador Bush": COURTS,
    "US ambassador to the OSCE (not named)": COURTS,
}


def account_and_name(speaker: str) -> tuple[str, str]:
    """Account of a speaker of the fact base, and the name as printed; media where no rule fits."""
    for word, account, name in RULES:
        if word in speaker:
            return account, name or speaker
    return MEDIA, speaker


# actor, name, kind, aliases, part_of, account, person
ACTORS: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("stepanakert", "authorities in Stepanakert", "de facto authority", "de facto authorities in Nagorno-Karabakh; Artsakh authorities; authorities in Khankendi", "", STEPANAKERT, "public"),
    ("azerbaijan", "government of Azerbaijan", "government", "Baku; Republic of Azerbaijan", "", AZERBAIJAN, "public"),
    ("armenia", "government of Armenia", "government", "Yerevan; Republic of Armenia", "", ARMENIA, "public"),
    ("russia", "government of the Russian Federation", "government", "Moscow; Russia", "", RUSSIA, "public"),
    ("peacekeepers", "Russian peacekeeping contingent", "peacekeeping force", "Russian peacekeepers", "russia", RUSSIA, "public"),
    ("icrc", "International Committee of the Red Cross", "Red Cross", "ICRC", "", RELIEF, "public"),
    ("azerbaijan_red_crescent", "Azerbaijan Red Crescent Society", "Red Cross", "Azerbaijan Red Crescent", "", AZERBAIJAN, "public"),
    ("russian_red_cross", "Russian Red Cross Society", "Red Cross", "Russian Red Cross", "", RUSSIA, "public"),
    ("border_service", "State Border Service of Azerbaijan", "government body", "border service; border guards", "azerbaijan", AZERBAIJAN, "public"),
    ("protesters", "protesters near Shusha / Shushi", "group", "activists; environmentalists, as they and Baku say", "", "protesters near Shusha / Shushi", "private"),
    ("residents", "residents of Nagorno-Karabakh", "group", "Karabakh Armenians; Armenian residents of Karabakh", "", "residents", "private"),
    ("ombudsman", "ombudsman in Stepanakert", "office", "Artsakh ombudsman; human rights defender", "stepanakert", STEPANAKERT, "public"),
    ("ocha", "United Nations Office for the Coordination of Humanitarian Affairs", "UN", "UN OCHA", "", RELIEF, "public"),
    ("unhcr", "United Nations High Commissioner for Refugees", "UN", "UNHCR", "", RELIEF, "public"),
    ("icj", "International Court of Justice", "court", "ICJ; UN court", "", COURTS, "public"),
    ("echr", "European Court of Human Rights", "court", "ECHR; ECtHR", "", COURTS, "public"),
    ("csto", "Collective Security Treaty Organization", "alliance", "CSTO", "", "", "public"),
    ("eu", "European Union", "international organisation", "EU; European Council", "", COURTS, "public"),
    ("united_kingdom", "government of the United Kingdom", "government", "UK", "", COURTS, "public"),
    ("united_states", "government of the United States", "government", "US", "", COURTS, "public"),
    ("aliyev", "Ilham Aliyev", "head of state", "President Aliyev", "azerbaijan", AZERBAIJAN, "public"),
    ("pashinyan", "Nikol Pashinyan", "head of government", "Pashinian; Prime Minister Pashinyan", "armenia", ARMENIA, "public"),
    ("putin", "Vladimir Putin", "head of state", "President Putin", "russia", RUSSIA, "public"),
    ("lavrov", "Sergei Lavrov", "minister", "Foreign Minister Lavrov", "russia", RUSSIA, "public"),
    ("zakharova", "Maria Zakharova", "official", "spokesperson of the Russian foreign ministry", "russia", RUSSIA, "public"),
    ("hajiyev", "Hikmet Hajiyev", "official", "adviser to the president of Azerbaijan", "azerbaijan", AZERBAIJAN, "public"),
    ("harutyunyan", "A. Harutyunyan", "official", "president in Stepanakert", "stepanakert", STEPANAKERT, "public"),
    ("mikroskop", "Mikroskop Media", "media", "", "", MEDIA, "public"),
)
