// Tells the page that something happened which it does not know yet: `mounted.told` goes out as the trigger `happened`.

// A rerun that meets a click on a link would carry the old page's name and take the click back: let the click go first.
const AFTER_INPUT_MS = 400;

function inputUnderWay() {
  const app = document.querySelector("[data-testid='stApp']");
  const running = app && app.dataset.testScriptState && app.dataset.testScriptState !== "notRunning";
  return running || performance.now() - (globalThis.layerLabInput ?? -Infinity) < AFTER_INPUT_MS;
}

function watchInput() {
  if (globalThis.layerLabInput !== undefined) return;
  globalThis.layerLabInput = -Infinity;
  for (const kind of ["pointerdown", "click", "keydown"]) {
    document.addEventListener(kind, () => { globalThis.layerLabInput = performance.now(); }, true);
  }
}

function tell(mounted) {
  clearTimeout(mounted.telling);
  if (!mounted.root.isConnected) return;
  if (inputUnderWay()) mounted.telling = setTimeout(() => tell(mounted), 100);
  else mounted.setTriggerValue("happened", mounted.told);
}
