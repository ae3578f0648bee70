// A PDF from elsewhere, drawn as pictures: only the pages near what is seen, each given back when it is passed. Held up, enlarged, printed.
import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../../app/failure.ts";
import { shared } from "../../app/idle.ts";
import { useStore } from "../../app/store.ts";
import { usePart, useText } from "../../i18n/use.ts";
import type { NotShown, Pdf } from "../../pdf/client.ts";
import { Easel } from "../../pdf/easel.ts";
import { BigButton, Sentence } from "../../ui/basics.tsx";
import { ErrorCard, Progress, Remark } from "../../ui/told.tsx";
import { HoldUp } from "./hold_up.tsx";

/** Pixels across of a page as it is read, and as it is held up or enlarged: 150 and 225 dots per inch on A4. */
const WIDTH = { read: 1240, large: 1860 } as const;

/** How much pages are enlarged, in hundredths. */
const SIZES = [100, 150, 200, 300] as const;

/** Most pages that are printed at once: all of them lie in memory together. */
const MOST_PRINTED = 20;

/** Most pages that are listed. */
const MOST_PAGES = 300;

/** Properties of {@link DrawnPdf}. */
export interface DrawnProps {
  readonly content: Blob;
  readonly title: string;
}

/** The PDF, or a sentence that tells why it is not drawn. */
export function DrawnPdf({ content, title }: DrawnProps) {
  const text = useText();
  const isReady = usePart("pdf");
  const [pdf, setPdf] = useState<Pdf>();
  const [thrown, setThrown] = useState<unknown>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let watched = true;
    let open: Pdf | undefined;
    setThrown(undefined);
    const begin = async (): Promise<void> => {
      const { openPdf } = await import("../../pdf/client.ts");
      if (!watched) return;
      open = await openPdf(content);
      if (watched) setPdf(open);
      else open.close();
    };
    begin().catch((why: unknown) => watched && setThrown(why));
    return () => {
      watched = false;
      setPdf(undefined);
      open?.close();
    };
  }, [content, round]);
  if (!isReady) return <Progress label={text("page-loading")} />;
  if (thrown !== undefined) return <Why thrown={thrown} onAgain={() => setRound(round + 1)} />;
  if (pdf === undefined) return <Progress label={text("page-pdf-opening")} />;
  return <Pages pdf={pdf} title={title} onBroken={setThrown} />;
}

function Why({ thrown, onAgain }: { readonly thrown: unknown; readonly onAgain: () => void }) {
  const text = useText();
  const isShared = useStore(shared);
  const why = thrown instanceof Error && thrown.name === "NotShown" ? (thrown as NotShown).why : undefined;
  if (why === undefined) return <ErrorCard failure={Failure.of(thrown)} remedy={{ label: text("page-again"), onPress: onAgain }} />;
  return (
    <Remark pictogram={why === "locked" ? "lock" : "warning"}>
      <p role="alert">{text(why === "locked" ? "page-pdf-locked" : "page-pdf-broken")}</p>
      <p>{text(isShared ? "page-pdf-elsewhere" : "page-pdf-keep")}</p>
    </Remark>
  );
}

function Pages({ pdf, title, onBroken }: { readonly pdf: Pdf; readonly title: string; readonly onBroken: (thrown: unknown) => void }) {
  const text = useText();
  const frame = useRef<HTMLDivElement>(null);
  const [easel] = useState(() => new Easel(pdf, onBroken));
  const [size, setSize] = useState(0);
  const [held, setHeld] = useState(false);
  const [printing, setPrinting] = useState<number>();
  const all = Math.min(pdf.pages, MOST_PAGES);
  const percent = SIZES[size] ?? 100;
  const width = size === 0 ? WIDTH.read : WIDTH.large;
  useEffect(() => () => easel.end(), [easel]);
  const [rounds, setRounds] = useState(0);
  const isBegun = useSeen(frame, easel, width, rounds);
  useEffect(() => {
    // What was drawn to be printed is given back.
    const after = (): void => setRounds((before) => before + 1);
    addEventListener("afterprint", after);
    return () => removeEventListener("afterprint", after);
  }, []);
  const print = async (): Promise<void> => {
    const canvases = [...(frame.current?.querySelectorAll("canvas") ?? [])].slice(0, MOST_PRINTED);
    for (const [i, canvas] of canvases.entries()) {
      setPrinting(i / canvases.length);
      await easel.show(i + 1, canvas, WIDTH.read);
    }
    setPrinting(undefined);
    globalThis.print();
  };
  const controls = (
    <div class="stack not-printed">
      {pdf.pages > MOST_PAGES && <Sentence pictogram="paper">{text("page-pdf-more", { n: MOST_PAGES })}</Sentence>}
      {all > MOST_PRINTED && <Sentence pictogram="print">{text("page-pdf-print-first", { n: MOST_PRINTED })}</Sentence>}
      {printing !== undefined && <Progress label={text("page-pdf-printing")} share={printing} />}
      <p class="for-reader" role="status">
        {size > 0 && text("page-pdf-size", { percent })}
      </p>
      <div class="row">
        <BigButton weight="first" pictogram="large" onPress={() => setHeld(true)}>
          {text("page-pdf-hold-up")}
        </BigButton>
        <BigButton pictogram="add" disabled={size === SIZES.length - 1} onPress={() => setSize(size + 1)}>
          {text("page-pdf-larger")}
        </BigButton>
        <BigButton pictogram="less" disabled={size === 0} onPress={() => setSize(size - 1)}>
          {text("page-pdf-smaller")}
        </BigButton>
        <BigButton pictogram="print" disabled={printing !== undefined} onPress={() => void print()}>
          {text("page-pdf-print")}
        </BigButton>
      </div>
    </div>
  );
  return (
    <>
      {all > 1 && controls}
      {!isBegun && <Progress label={text("page-pdf-opening")} />}
      <div class={`pages drawn size-${percent}`} ref={frame} role="group" aria-label={text("page-pdf-pages", { title, all })} tabIndex={0}>
        {Array.from({ length: all }, (_, i) => (
          <canvas key={i} class={i < MOST_PRINTED ? "paper-picture" : "paper-picture not-printed"} width={20} height={28} data-page={i + 1} role="img" aria-label={text("page-pdf-page", { title, n: i + 1, all })} />
        ))}
      </div>
      {all === 1 && controls}
      {held && (
        <HoldUp
          pages={all}
          picture={(page) => <Held key={page} pdf={pdf} page={page + 1} label={text("page-pdf-page", { title, n: page + 1, all })} onBroken={onBroken} />}
          title={title}
          labels={{ next: (n) => text("page-pdf-next", { n, all }), close: text("page-pdf-put-down") }}
          onClose={() => setHeld(false)}
        />
      )}
    </>
  );
}

/** Draws the pages that are seen and those beside them; gives the others back. True once one is drawn. */
function useSeen(frame: { readonly current: HTMLDivElement | null }, easel: Easel, width: number, round: number): boolean {
  const [isBegun, setBegun] = useState(false);
  useEffect(() => {
    const look = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          const page = Number((target as HTMLElement).dataset["page"]);
          if (isIntersecting) void easel.show(page, target as HTMLCanvasElement, width).then(() => setBegun(true));
          else easel.hide(page);
        }
      },
      { rootMargin: "50%" },
    );
    for (const canvas of frame.current?.querySelectorAll("canvas") ?? []) look.observe(canvas);
    return () => look.disconnect();
  }, [easel, width, round]);
  return isBegun;
}

/** One page as large as the screen. */
function Held({ pdf, page, label, onBroken }: { readonly pdf: Pdf; readonly page: number; readonly label: string; readonly onBroken: (thrown: unknown) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const easel = new Easel(pdf, onBroken);
    void easel.show(page, current, WIDTH.large);
    return () => easel.hide(page);
  }, [pdf, page]);
  return <canvas ref={canvas} width={20} height={28} role="img" aria-label={label} />;
}
