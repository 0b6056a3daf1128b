/**
 * Begin something once the code for it is loaded. Gives its end, which may come before that: then it
 * never begins.
 *
 * @param begin starts it, and gives what ends it
 */
export function lazily<Code>(load: () => Promise<Code>, begin: (code: Code) => () => void): () => void {
  let isOver = false;
  let stop = () => {};
  void load().then((code) => {
    if (!isOver) stop = begin(code);
  });
  return () => {
    isOver = true;
    stop();
  };
}
