// Say to a screen reader what has changed on the page.
export function tell(words) {
  document.getElementById("told").textContent = words;
}
