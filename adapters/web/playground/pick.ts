/**
 * What a simulated person picks: the right places with a chance of `skill`, otherwise a slip that a person would make,
 * another option, or one tick too many or too few.
 */
export function pickPlaces(
  question: { readonly right: readonly number[]; readonly options: number; readonly several: boolean },
  skill: number,
  random: () => number,
): readonly number[] {
  const { right, options, several } = question;
  if (random() < skill) return right;
  const places = Array.from({ length: options }, (_, place) => place);
  if (!several)
    return [
      chosen(
        places.filter((place) => !right.includes(place)),
        random,
      ),
    ];
  const flipped = chosen(places, random);
  const picked = right.includes(flipped) ? right.filter((place) => place !== flipped) : [...right, flipped];
  return picked.length > 0
    ? picked.toSorted((a, b) => a - b)
    : [
        chosen(
          places.filter((p) => p !== flipped),
          random,
        ),
      ];
}

function chosen(places: readonly number[], random: () => number): number {
  return places[Math.floor(random() * places.length)] ?? 0;
}
