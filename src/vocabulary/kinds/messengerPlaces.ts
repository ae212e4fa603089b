import { isObject } from '../../model/json.js';

type Spec = Readonly<Record<string, unknown>>;

/** A place for a value: of one's own, or a name of the customer. */
interface Place {
  readonly var: string;
}

/** Text as it stands, or a place for a value. */
export type Piece = string | Place;

/** The parts of a MessengerTemplate that have places, in the order in which they are read. */
export interface MessengerPieces {
  readonly header: readonly Piece[];
  readonly body: readonly Piece[];
  /** Addresses of the buttons that have a place: `{{1}}` in them. */
  readonly buttons: readonly (readonly Piece[])[];
}

export function piecesOf({ header, template, buttons }: Spec): MessengerPieces {
  const text = isObject(header) ? header['text'] : undefined;
  return {
    header: piecesIn(isObject(text) ? text['parts'] : undefined),
    body: piecesIn(template),
    buttons: (Array.isArray(buttons) ? buttons.filter(isObject) : [])
      .map(({ url }) => piecesOfUrl(typeof url === 'string' ? url : ''))
      .filter((pieces) => placesIn(pieces).length > 0),
  };
}

export function placesIn(pieces: readonly Piece[]): readonly Place[] {
  return pieces.filter((piece) => typeof piece !== 'string');
}

/** How many values a Template has to give. */
export function argumentsOf(spec: Spec): number {
  const { header, body, buttons } = piecesOf(spec);
  return [header, body, ...buttons].flatMap(placesIn).filter((place) => place.var === 'custom').length;
}

function piecesIn(list: unknown): readonly Piece[] {
  return (Array.isArray(list) ? list : []).map((piece: unknown) =>
    isObject(piece) ? { var: String(piece['var']) } : String(piece),
  );
}

const placeInUrl = /\{\{\s*\d+\s*\}\}/;

function piecesOfUrl(url: string): readonly Piece[] {
  return url
    .split(placeInUrl)
    .flatMap((text, index): readonly Piece[] => (index === 0 ? [text] : [{ var: 'custom' }, text]))
    .filter((piece) => piece !== '');
}
