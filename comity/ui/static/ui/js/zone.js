// Times beside <time data-own> are told once more by the reader's own clock, where it differs from the one shown.
for (const time of document.querySelectorAll("time[data-own]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone === time.dataset.zone) continue;
  const lang = document.documentElement.lang;
  const words = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: zone, numberingSystem: "latn",
  }).format(new Date(time.dateTime));
  const own = document.createElement("bdi");
  own.className = "soft";
  own.textContent = `${time.dataset.own} ${words} (${zone})`;
  time.after(" · ", own);
}
