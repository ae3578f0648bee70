// What a credential file says of the card.

/** The one line of the card among the comments and anchors of a credential file. */
export function cardIn(file: string): string {
  const line = file.split("\n").find((text) => /^[A-Z2-7]{52}$/.test(text.trim().replace(/^.*#/, "")));
  if (line === undefined) throw new Error("no card in the file");
  return line.trim().replace(/^.*#/, "");
}
