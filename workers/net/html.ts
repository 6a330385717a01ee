/** Whether bytes begin like a web page, as a login portal or a site's error page sends in a file's place. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*<(!doctype|html|head|body|!--|\?xml)/i.test(
    new TextDecoder().decode(bytes.subarray(0, 256)),
  );
}
