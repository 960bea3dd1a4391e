/**
 * The emblem of Yiwang 一网: the stroke 一 that ties a net together. An own mark; not the state emblem.
 * Drawn on 40 × 40.
 */
export const emblemMarkup = (size = 40): string =>
  `<svg width="${size}" height="${size}" viewBox="0 0 40 40" aria-hidden="true" focusable="false">` +
  '<rect width="40" height="40" rx="10" fill="#0f4ca3"/>' +
  '<g fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="1.5"><circle cx="20" cy="20" r="13"/><ellipse cx="20" cy="20" rx="5.5" ry="13"/><path d="M9.5 12.5h21m-21 15h21"/></g>' +
  '<path d="M4.5 21.2c4.8-1.6 8.3-2.4 13.2-2.4 4.6 0 8.2-.5 11.7-1.9.9-.4 1.7-.3 2.5.2l3.2 2.2c.9.7.6 1.9-.5 2-5.1.3-9.4.4-14.2.7-5.6.3-9.5 1-13.6 2.1-.8.2-1.5 0-1.9-.7l-1-1.3c-.3-.4-.1-.7.6-.9Z" fill="#fff"/>' +
  '<circle cx="20" cy="7" r="2" fill="#ffcf5c"/></svg>';
