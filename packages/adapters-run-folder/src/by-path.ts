import type { Classified } from "./magic.ts";
import { nameOf } from "./path.ts";

type Rule = readonly [pattern: RegExp, is: Classified];

const rule = (pattern: RegExp, class_: Classified["class"], reason: string): Rule => [
  pattern,
  { class: class_, reason },
];

/** Places where credentials live. Only the name is looked at. */
const secretPlaces =
  /(?:^|\/)(?:\.env(?:\.[\w-]+)?|\.netrc|_netrc|\.npmrc|\.pypirc|\.git-credentials|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|credentials(?:\.(?:json|csv|ini|ya?ml))?|client_secret[\w.-]*\.json|service[_-]account[\w.-]*\.json|kubeconfig|secrets?\.(?:json|ya?ml|toml|txt|env)|[\w.-]*\.(?:p12|pfx|kdbx|keystore|jks|ppk))$|(?:^|\/)\.(?:ssh|aws|gnupg|kube|docker)\/|(?:^|\/)\.?huggingface\/token$/i;

/** What comes before the content, as the name decides it. */
const early: readonly Rule[] = [
  rule(secretPlaces, "secret", "a place where credentials are kept"),
  rule(
    /\.(?:tmp|part|partial|lock|progress|swp|crdownload)$|~$/i,
    "unusable",
    "left by a writer that had not finished",
  ),
  rule(
    /(?:^|\/)wandb\/(?:.*\/)?(?:offline-)?run-\d{8}_\d{6}-\w+\//,
    "tracker",
    "Weights & Biases run",
  ),
  rule(/(?:^|\/)wandb\/(?:debug[\w-]*\.log|settings)$/, "tracker", "Weights & Biases"),
  rule(/(?:^|\/)mlruns\//, "tracker", "MLflow run"),
  rule(/(?:^|\/)events\.out\.tfevents\.|\.tfevents(?:\.|$)/, "tracker", "TensorBoard events"),
  rule(/(?:^|\/)\.hydra\//, "config", "Hydra configuration"),
  rule(
    /(?:^|\/)meta\/(?:info|modality|stats|tasks|episodes|episodes_stats|relative_stats)\.jsonl?$/,
    "dataset",
    "metadata of a LeRobot or GR00T data set",
  ),
  rule(/(?:^|\/)\.git\//, "other", "part of a git repository"),
];

/** By extension, where the content does not show it. */
const late: readonly Rule[] = [
  rule(/\.(?:mp4|webm|mkv|avi|mov|m4v)$/i, "video", "by its extension"),
  rule(/\.(?:png|jpe?g|webp|bmp|tiff?|ppm|exr)$/i, "image", "by its extension"),
  rule(
    /\.(?:pt|pth|ckpt|safetensors|onnx|pkl|pickle|gguf|msgpack)$/i,
    "checkpoint",
    "by its extension",
  ),
  rule(/\.(?:tar|tgz|zip|gz|zst|xz|bz2|7z|rar)$/i, "archive", "by its extension"),
  rule(/\.(?:bag|mcap|db3)$/i, "robot_recording", "by its extension"),
  rule(/\.(?:parquet|arrow|h5|hdf5|npy|npz|tfrecord|zarr|lance)$/i, "dataset", "by its extension"),
  rule(
    /(?:^|\/)(?:[\w-]{0,60}[_-])?(?:hparams|config|args|overrides|params|settings)[\w.-]{0,60}\.(?:ya?ml|json|toml)$|\.(?:ya?ml|toml|ini|cfg)$/i,
    "config",
    "settings, by its name",
  ),
  rule(/\.(?:log|out|err|stdout|stderr)(?:\.\d{1,4})?$/i, "log", "by its extension"),
];

/** What the name alone decides, before the content is looked at. */
export function earlyByPath(path: string): Classified | undefined {
  return early.find(([pattern]) => pattern.test(path))?.[1];
}

/** What the name suggests when the content says nothing. */
export function lateByPath(path: string): Classified | undefined {
  return late.find(([pattern]) => pattern.test(path))?.[1];
}

/** Folders of made-up rows: what lies in them is not what was measured. */
const demonstration =
  /^(?:samples?|examples?|demos?|tests?|fixtures?|templates?|mocks?|dummy|synthetic|sample_data|test_data)$/i;

/** The folder that marks a path as demonstration data, or undefined. */
export function demonstrationFolder(path: string): string | undefined {
  return path
    .split("/")
    .slice(0, -1)
    .find((part) => demonstration.test(part));
}

/** True for a ROS 2 bag's description. */
export function isBagDescription(path: string, text: string): boolean {
  return nameOf(path) === "metadata.yaml" && text.includes("rosbag2_bagfile_information");
}
