// Stands where Google's library of frames does: a page and a frame in it that call each other.
// Only what Firebase's library asks of it is here.
(() => {
  const waiting = new Map();
  let last = 0;

  function speaker(other) {
    const answers = new Map();
    addEventListener("message", async ({ data, source, origin }) => {
      if (origin !== location.origin || source !== other() || !data?.carillonFrames) return;
      const { call, reply, event, value } = data.carillonFrames;
      if (reply) {
        waiting.get(reply)?.(value);
        waiting.delete(reply);
      } else if (answers.has(event)) {
        say({ reply: call, value: [await answers.get(event)(value)] });
      }
    });
    const say = (what) => other()?.postMessage({ carillonFrames: what }, location.origin);
    return {
      register: (event, answer) => answers.set(event, answer),
      send: (event, value, answered) => {
        const call = `${location.pathname}-${++last}`;
        if (answered) waiting.set(call, answered);
        say({ call, event, value });
      },
    };
  }

  function open({ url, where, attributes }, opened) {
    const frame = document.createElement("iframe");
    const { style, ...others } = attributes;
    for (const [name, value] of Object.entries(others)) frame.setAttribute(name, value);
    Object.assign(frame.style, style);
    frame.src = url;
    const loaded = new Promise((ready, failed) => {
      frame.onload = ready;
      frame.onerror = failed;
    });
    where.appendChild(frame);
    const { register, send } = speaker(() => frame.contentWindow);
    return opened({
      register,
      send,
      restyle: () => Promise.resolve(),
      // The frame's own script has run once it is loaded.
      ping: (heard) => loaded.then(() => heard()),
    });
  }

  window.gapi = {
    load: (_, { callback }) => callback(),
    iframes: {
      CROSS_ORIGIN_IFRAMES_FILTER: () => true,
      getContext: () => ({ open, getParentIframe: () => speaker(() => window.parent) }),
    },
  };
  const ready = new URL(document.currentScript.src).searchParams.get("onload");
  if (ready) window[ready]();
})();
