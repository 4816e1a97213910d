// Objects, strings and arrays on the heap.
class Item {
  constructor(public key: i32, public name: string) {}
}

const items = new Map<i32, Item>();

export function put(key: i32): i32 {
  items.set(key, new Item(key, "item " + key.toString()));
  return items.size;
}

export function nameLength(key: i32): i32 {
  return items.has(key) ? items.get(key).name.length : -1;
}

export function squares(n: i32): i32 {
  const all = new Array<i32>();
  for (let i = 0; i < n; i++) all.push(i * i);
  let sum = 0;
  for (let i = 0; i < all.length; i++) sum += all[i];
  return sum;
}
