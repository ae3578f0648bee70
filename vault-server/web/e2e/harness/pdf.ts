// PDF files made by hand, good and hostile. SPECIMEN.
import { deflateSync } from "node:zlib";

/** An object's text, or a stream with its entries. */
export type Part = string | { readonly entries: string; readonly bytes: Buffer };

/** A PDF whose objects are these, from 1; the first is the catalogue. */
export function pdf(...parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = [Buffer.from("%PDF-1.7\n%\u00e2\u00e3 SPECIMEN\n", "latin1")];
  const offsets: number[] = [];
  let length = pieces[0]?.length ?? 0;
  const add = (piece: Buffer): void => {
    pieces.push(piece);
    length += piece.length;
  };
  parts.forEach((part, i) => {
    offsets.push(length);
    if (typeof part === "string") return add(Buffer.from(`${i + 1} 0 obj\n${part}\nendobj\n`, "latin1"));
    add(Buffer.from(`${i + 1} 0 obj\n<< ${part.entries} /Length ${part.bytes.length} >>\nstream\n`, "latin1"));
    add(part.bytes);
    add(Buffer.from("\nendstream\nendobj\n"));
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = parts.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  add(Buffer.from(end));
  return Buffer.concat(pieces);
}

/** Drawing instructions, as they are. */
export function stream(text: string, entries = ""): Part {
  return { entries, bytes: Buffer.from(text, "latin1") };
}

/** The same, compressed. */
export function packed(text: string, entries = ""): Part {
  return { entries: `${entries} /Filter /FlateDecode`, bytes: deflateSync(Buffer.from(text, "latin1")) };
}

/** A sheet with a black square, and a sentence in a font that the file does not carry. `more`: entries of the catalogue, of the page, objects from 6. */
export function sheet(more: { readonly catalog?: string; readonly page?: string; readonly box?: string; readonly draw?: string; readonly resources?: string; readonly objects?: readonly Part[] } = {}): Buffer {
  const { catalog = "", page = "", box = "0 0 595 842", draw = "", resources = "", objects = [] } = more;
  return pdf(
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [ ${box} ] /Resources << /Font << /F 5 0 R >> ${resources} >> /Contents 4 0 R ${page} >>`,
    stream(`0 0 0 rg 100 400 200 200 re f BT /F 24 Tf 100 700 Td (SPECIMEN bonjour) Tj ET ${draw}`),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...objects,
  );
}
