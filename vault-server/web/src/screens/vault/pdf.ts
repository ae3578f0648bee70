// Several pictures as one paper: a PDF file (ISO 32000-1) whose pages are JPEG pictures and nothing else. This page reads its own
// files back, and only those: a file of any other shape is no business of a reader this small.
import { type Bytes, concat, utf8 } from "../../core/bytes.ts";

/** One page: a JPEG picture and its size in pixels. */
export interface Page {
  readonly jpeg: Bytes;
  readonly width: number;
  readonly height: number;
}

/** Width of an A4 sheet, in points. Pages keep the proportions of their picture. */
const WIDTH_PT = 595;

const HEAD = "%PDF-1.4\n%coffre-pages-1\n";
const AFTER_PICTURE = "\nendstream\nendobj\n";

/** Writes the file. Object 1 is the catalogue, 2 the list of pages, then three for each page: picture, drawing, page. */
export function writePages(pages: readonly Page[]): Bytes {
  const parts: Bytes[] = [utf8(HEAD)];
  const offsets: number[] = [];
  let length = HEAD.length;
  const add = (bytes: Bytes): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  const begin = (text: string): void => {
    offsets.push(length);
    add(utf8(`${offsets.length} 0 obj\n${text}`));
  };
  begin("<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
  const kids = pages.map((_, i) => `${5 + 3 * i} 0 R`).join(" ");
  begin(`<< /Type /Pages /Count ${pages.length} /Kids [ ${kids} ] >>\nendobj\n`);
  pages.forEach(({ jpeg, width, height }, i) => {
    const tall = Math.round((WIDTH_PT * height) / width);
    begin(pictureHead(width, height, jpeg.length));
    add(jpeg);
    add(utf8(AFTER_PICTURE));
    const drawing = `q ${WIDTH_PT} 0 0 ${tall} 0 0 cm /P Do Q`;
    begin(`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream\nendobj\n`);
    const resources = `/Resources << /XObject << /P ${3 + 3 * i} 0 R >> >>`;
    begin(`<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 ${WIDTH_PT} ${tall} ] ${resources} /Contents ${4 + 3 * i} 0 R >>\nendobj\n`);
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = offsets.length + 1;
  add(utf8(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`));
  return concat(...parts);
}

function pictureHead(width: number, height: number, length: number): string {
  const size = `/Width ${width} /Height ${height}`;
  return `<< /Type /XObject /Subtype /Image ${size} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${length} >>\nstream\n`;
}

/** The pictures of a file that {@link writePages} wrote, byte for byte; `undefined` for any other file. */
export function readPages(file: Bytes): Bytes[] | undefined {
  const text = (from: number, to: number): string => String.fromCharCode(...file.subarray(from, Math.min(to, file.length)));
  if (text(0, HEAD.length) !== HEAD) return undefined;
  const pages: Page[] = [];
  let at = HEAD.length;
  const count = Number(/\/Type \/Pages \/Count (\d{1,4}) /.exec(text(at, at + 400))?.[1] ?? 0);
  for (let i = 0; i < count; i++) {
    const around = text(at, at + 1200 + 12 * count);
    const found = /\/Width (\d{1,6}) \/Height (\d{1,6}) [^\n]*? \/Length (\d{1,9}) >>\nstream\n/.exec(around);
    if (found === null) return undefined;
    const [width, height, length] = found.slice(1).map(Number) as [number, number, number];
    const begin = at + found.index + found[0].length;
    if (begin + length > file.length || width === 0 || height === 0) return undefined;
    pages.push({ jpeg: file.slice(begin, begin + length), width, height });
    at = begin + length;
  }
  if (pages.length === 0) return undefined;
  // Written anew it is the same file, so that nothing else is in it.
  const again = writePages(pages);
  const same = again.length === file.length && again.every((byte, i) => byte === file[i]);
  return same ? pages.map((page) => page.jpeg) : undefined;
}
