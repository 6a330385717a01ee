/** What of a plot's look comes from the page's styles. */
const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-family'];

/** A plot of the page as a file's text, in the colours that it has there: elsewhere the page's styles are not. */
export function svgOf(plot: SVGSVGElement): string {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const from = [...plot.querySelectorAll('*')];
  for (const [i, element] of [...copy.querySelectorAll<SVGElement>('*')].entries()) {
    const style = getComputedStyle(from[i]!);
    for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
  }
  return copy.outerHTML;
}

/** Pixels of a picture for each of the plot's. */
const SCALE = 3;

/** A plot of the page as a picture on the page's ground. @throws Error where the browser cannot draw it */
export function pngOf(plot: SVGSVGElement): Promise<Blob> {
  const ground = getComputedStyle(plot.closest('.evaluation') ?? document.body).backgroundColor;
  return pngOfText(svgOf(plot), plot.width.baseVal.value, plot.height.baseVal.value, ground);
}

/**
 * The text of an SVG file as a picture.
 * @param ground a colour as CSS writes it
 * @throws Error where the browser cannot draw it
 */
export async function pngOfText(svg: string, width: number, height: number, ground: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SCALE * width;
    canvas.height = SCALE * height;
    const context = canvas.getContext('2d')!;
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('The plot could not be drawn.')) : resolve(blob)),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
