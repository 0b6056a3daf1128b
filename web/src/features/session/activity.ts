const KEPT = "carillon-used";
const KEPT_EVERY_MS = 2_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** When this browser was used last, over all of its tabs. */
export class Activity {
  private used: number;
  private kept = 0;

  /** Only an answer counts while somebody is asked whether they are there. */
  isAsked = false;

  constructor() {
    this.used = Date.now();
    this.mark();
  }

  /** Of any tab, in milliseconds. */
  get last(): number {
    const elsewhere = Number(localStorage.getItem(KEPT) ?? 0);
    return elsewhere <= Date.now() ? Math.max(this.used, elsewhere) : this.used;
  }

  /** Somebody is there. */
  mark(): void {
    this.used = Date.now();
    if (this.used - this.kept < KEPT_EVERY_MS) return;
    this.kept = this.used;
    localStorage.setItem(KEPT, String(this.used));
  }

  /** Somebody says that they are there. */
  stay(): void {
    this.isAsked = false;
    this.kept = 0;
    this.mark();
  }

  /** Count what people do in this tab; gives its end. */
  listen(): () => void {
    const seen = () => {
      if (!this.isAsked) this.mark();
    };
    for (const sign of SIGNS) addEventListener(sign, seen, { passive: true, capture: true });
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, seen, { capture: true });
    };
  }
}
