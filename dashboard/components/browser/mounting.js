// How a component of ours stands on a page of Streamlit's.

/**
 * What a component is at one place of the page, for as long as that place is there.
 * @template Data
 * @typedef {object} Part
 * @property {HTMLElement} root
 * @property {(data: Data) => void} update Draws what a run of the page says; called at first and after each run.
 * @property {() => void} [end] Lets go of timers and streams; its elements go by themselves.
 */

/**
 * @typedef {object} Place
 * @property {(event: string, value: unknown) => void} tell Runs the page, which finds the value in the component's state.
 */

/**
 * What Streamlit calls a component with.
 * @template Data
 * @typedef {object} Call
 * @property {[Data]} data
 * @property {ShadowRoot | HTMLElement} parentElement
 * @property {(event: string, value: unknown) => void} setTriggerValue
 */

/**
 * @template Data
 * @typedef {object} Mounted
 * @property {Part<Data>} part
 * @property {string} identity
 * @property {Call<Data>["setTriggerValue"]} tell
 * @property {number} calls
 */

/**
 * A function as Streamlit wants it: called at every place of the component, and there again after each run of the page.
 * @template Data
 * @param {(place: Place, data: Data) => Part<Data>} make
 * @param {(data: Data) => unknown} [identity] Where it is another one, such as other words, the part is made anew.
 */
export function component(make, identity = () => null) {
  /** @type {WeakMap<Node, Mounted<Data>>} */
  const places = new WeakMap();

  /**
   * @param {Call<Data>} call
   */
  return ({ data: [data], parentElement, setTriggerValue }) => {
    const wanted = JSON.stringify(identity(data));
    let mounted = places.get(parentElement);
    if (mounted && (mounted.identity !== wanted || !mounted.part.root.isConnected)) {
      leave(mounted);
      mounted = undefined;
    }
    if (!mounted) {
      const part = make({ tell: (event, value) => places.get(parentElement)?.tell(event, value) }, data);
      mounted = { part, identity: wanted, tell: setTriggerValue, calls: 0 };
      places.set(parentElement, mounted);
      parentElement.append(part.root);
    }
    const mine = mounted, number = ++mine.calls;
    mine.tell = setTriggerValue;
    mine.part.update(data);
    // Streamlit ends an earlier call where a later one came while the script was still being fetched: the place stays.
    return () => {
      if (places.get(parentElement) !== mine || mine.calls !== number) return;
      places.delete(parentElement);
      leave(mine);
    };
  };
}

/**
 * @template Data
 * @param {Mounted<Data>} mounted
 */
function leave({ part }) {
  part.end?.();
  part.root.remove();
}
