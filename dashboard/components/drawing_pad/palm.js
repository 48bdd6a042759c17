// Which touches are a finger that draws, and which a hand that rests on the screen while a pen draws.

const WIDE = 50; // pixels on the screen: no fingertip is wider
const PEN_LATELY_MS = 2000; // a touch that comes so soon after the pen is the hand that holds it

export class Palm {
  #pen = -Infinity;

  /**
   * Remembers when there was a pen, also where it hovers.
   * @param {PointerEvent} event
   */
  see({ pointerType, timeStamp }) {
    if (pointerType === "pen") this.#pen = timeStamp;
  }

  /** @param {PointerEvent} event */
  isPalm({ pointerType, width, height, timeStamp }) {
    return pointerType === "touch" && (Math.max(width, height) > WIDE || timeStamp - this.#pen < PEN_LATELY_MS);
  }
}
