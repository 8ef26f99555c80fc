import { expect, test } from "vitest";
import { packageUuid } from "./ids.ts";

// Python: uuid.uuid5(uuid.NAMESPACE_URL, "https://worldflux.ai/packages/" + id)
test.each([
  ["evd_01HXY7K9ABCDEFGHJKMNPQRSTV", "1f8b12e1-1587-53e1-b902-a0276b3cabf6"],
  ["evd_01HXY7K9ABCDEFGHJKMNPQRST0", "4fede6a8-f0b6-5f42-be21-bb04fe4fe15f"],
  ["", "5a836846-9581-5f5b-80d7-853a644af5ed"],
])("the UUID of %j is %s", (id, uuid) => {
  expect(packageUuid(id)).toBe(uuid);
});
