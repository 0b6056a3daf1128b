// Stands for Google's gapi.iframes, which Firebase's client speaks with its sign-in frame by. The client
// takes what is there under this name and loads nothing from Google then. Only what it calls is here:
// load, getContext().open, and of a frame restyle, ping, register and send. The other end is iframe.js.
(() => {
  const CHANNEL = "carillon-sign-in-frame";

  class Iframe {
    #window;
    #handlers = new Map();
    #answers = new Map();
    #ready;
    #count = 0;

    constructor({ where, url, attributes }) {
      const frame = document.createElement("iframe");
      const { style, ...others } = attributes;
      Object.assign(frame.style, style);
      for (const [name, value] of Object.entries(others)) frame.setAttribute(name, value);
      this.#ready = new Promise((resolve, reject) => {
        this.#handlers.set("ready", resolve);
        frame.addEventListener("error", reject);
      });
      window.addEventListener("message", (event) => this.#take(event));
      frame.src = url;
      where.append(frame);
      this.#window = frame.contentWindow;
    }

    async restyle() {}

    async ping(answered) {
      await this.#ready;
      answered();
    }

    register(name, handler) {
      this.#handlers.set(name, handler);
      this.#post({ listens: name });
    }

    async send(name, data, answered) {
      await this.#ready;
      const id = (this.#count += 1);
      this.#answers.set(id, answered);
      this.#post({ id, name, data });
    }

    async #post(message) {
      await this.#ready;
      this.#window.postMessage({ channel: CHANNEL, ...message }, location.origin);
    }

    async #take({ origin, source, data }) {
      if (origin !== location.origin || source !== this.#window || data?.channel !== CHANNEL) return;
      if ("answer" in data) return answerQuietly(this.#answers.get(data.id), data.answer);
      const answer = await this.#handlers.get(data.name)?.(data.data);
      if (data.id) void this.#post({ id: data.id, answer });
    }
  }

  // The client throws an internal error after it has taken the answer it asked for; Google's own frames
  // keep that to themselves as well.
  function answerQuietly(answered, answer) {
    try {
      answered?.([answer]);
    } catch (error) {
      console.debug(error);
    }
  }

  window.gapi = {
    load: (_name, { callback }) => queueMicrotask(callback),
    iframes: {
      Iframe,
      CROSS_ORIGIN_IFRAMES_FILTER: () => true,
      getContext: () => ({ open: async (options, opened) => opened(new Iframe(options)) }),
    },
  };
})();
