import i18next from "i18next";
import en from "@/locales/en/connect.json";
import es from "@/locales/es/connect.json";

// Few people ever connect a system: these texts come with its pages, not with the first load.
i18next.addResourceBundle("en", "translation", en);
i18next.addResourceBundle("es", "translation", es);
