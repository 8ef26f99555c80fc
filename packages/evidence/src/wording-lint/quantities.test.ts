import { expect, test } from "vitest";
import { quantitiesIn } from "./quantities.ts";

const read = (text: string) =>
  quantitiesIn(text).map(({ kind, value, of, modifier }) =>
    [kind, value, ...(of === null ? [] : [of]), ...(modifier === null ? [] : [modifier])].join(" "),
  );

test.each([
  ["86.5 %", ["percent 86.5"]],
  ["86.5% of 1,000 episodes", ["percent 86.5", "episodes 1000"]],
  ["86.5 percent", ["percent 86.5"]],
  ["nearly 90 %", ["percent 90 almost"]],
  ["over 85 %", ["percent 85 above"]],
  ["80 % or more", ["percent 80 above"]],
  ["fewer than 20 %", ["percent 20 below"]],
  ["about 86 %", ["percent 86 about"]],
  ["up to 100 %", ["percent 100 peak"]],
  ["reaches a success rate of 80 %", ["percent 80 reach"]],
  ["323/400", ["fraction 323 400"]],
  ["323 of 400 episodes", ["fraction 323 400"]],
  ["323 out of the 400", ["fraction 323 400"]],
  ["44 times in 50 attempts", ["fraction 44 50"]],
  ["four in five attempts", ["fraction 4 5"]],
  ["half of the episodes", ["fraction 1 2"]],
  ["95 % confidence interval [76.6, 84.3]", ["level 95", "interval 76.6 84.3"]],
  ["95% CI: 76.6%-84.3%", ["level 95", "interval 76.6 84.3"]],
  ["between 76.6 % and 84.3 %", ["interval 76.6 84.3"]],
  ["[0.766, 0.843]", ["interval 76.6 84.3"]],
  ["improved from 40 % to 60 %", ["percent 40", "percent 60"]],
  ["86.5 ± 4.7 %", ["half_width 4.7"]],
  ["a 5-point margin", ["points 5"]],
  ["a success rate of 0.865", ["ratio 86.5 reach"].map((s) => s.replace(" reach", ""))],
  ["The success rate is 0.9.", ["ratio 90"]],
  ["0.9 success rate", ["ratio 90"]],
  ["It has a 1.0 success rate.", ["ratio 100"]],
  ["Success: .87", ["ratio 87"]],
  ["The success rate is 1.", ["ratio 100"]],
  ["| Success rate | 0 |", ["ratio 0"]],
  ["a success rate of at least 0.8", ["ratio 80 above"]],
  ["The lower bound is 0.83.", ["ratio 83"]],
  ["a learning rate of 0.1, success within 0.5 m, success: 1, version 1.0", []],
  ["success is at 0.1 m from the goal, v1.2.3, file.87", []],
  ["scores 80.75 on LIBERO", ["score 80.75"]],
  ["ten tasks", ["tasks 10"]],
  ["n = 400", ["episodes 400"]],
  ["pi0.5, version 0.4.1, gr00t-n1.7, libero_spatial/9", []],
  ["110 % more", []],
])("%s", (text, expected) => {
  expect(read(text)).toEqual(expected);
});
