// Whether a picture is sharp: where letters are, brightness changes abruptly (variance of the Laplacian).

/** Width at which pictures are compared, so that the measure does not depend on the camera. */
export const COMPARED_WIDTH = 640;

/** Below this, letters of a usual size are hard to read: found by trying pages of 10-point text, sharp and blurred. */
export const LEAST_SHARPNESS = 60;

/** The variance of the Laplacian of the brightness (0 to 255) of a picture in RGBA. */
export function sharpness(rgba: Uint8ClampedArray, width: number, height: number): number {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = 0.299 * (rgba[4 * i] ?? 0) + 0.587 * (rgba[4 * i + 1] ?? 0) + 0.114 * (rgba[4 * i + 2] ?? 0);
  const at = (x: number, y: number): number => grey[y * width + x] ?? 0;
  let [count, sum, squares] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const change = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      count += 1;
      sum += change;
      squares += change * change;
    }
  }
  grey.fill(0);
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
