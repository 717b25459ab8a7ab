/** Pooling over windows and over everything. */
import { choiceField, flagField, sizesField } from "../json.js";
import { DATA_FORMATS, graphOrder, type LayerReader, onlyInput } from "../layer.js";
import { permuted } from "../values.js";
import { channelsOf, paddingOf, windowCount } from "./convolution.js";

type Operation = "max" | "average";

/** MaxPooling and AveragePooling of one and two dimensions. TensorFlow's average leaves padding out of its divisor. */
export function pooling(spatial: 1 | 2, operation: Operation): LayerReader {
  return ({ config }) => {
    const kernel = sizesField(config, "pool_size", spatial, 1, 2);
    const stride = sizesField(config, "strides", spatial, 1, kernel);
    const padding = choiceField(config, "padding", ["valid", "same"], "valid");
    const order = graphOrder(spatial, choiceField(config, "data_format", DATA_FORMATS, "channels_last"));
    return (inputs, site) => {
      const input = onlyInput(inputs);
      const channels = channelsOf(input, order, spatial);
      const first = spatial === 1 ? 0 : 1;
      const axes = permuted(input.shape, order)
        .slice(first, first + spatial)
        .map((size, i) => {
          const [before, after] = paddingOf(padding, size, kernel[i], stride[i]);
          return { before, after, count: windowCount(size, before + after, kernel[i], stride[i], input.shape) };
        });
      const nodes = site.layouts.inOrder(input, order);
      const divisor = padding === "same" ? "covered" : "window";
      const [rows, columns] = axes;
      if (spatial === 1) {
        const own = { kernel: kernel[0], stride: stride[0], padding: { left: rows.before, right: rows.after } };
        return site.layouts.emit(site.name, { kind: "pool1d", operation, ...own, divisor }, nodes, [rows.count, channels], order);
      }
      const node = {
        kind: "pool2d",
        operation,
        kernel: [kernel[0], kernel[1]],
        stride: [stride[0], stride[1]],
        padding: [rows.before, columns.before, rows.after, columns.after],
        divisor,
      } as const;
      return site.layouts.emit(site.name, node, nodes, [channels, rows.count, columns.count], order);
    };
  };
}

/** GlobalMaxPooling and GlobalAveragePooling of one and two dimensions. */
export function globalPooling(spatial: 1 | 2, operation: Operation): LayerReader {
  return ({ config }) => {
    const order = graphOrder(spatial, choiceField(config, "data_format", DATA_FORMATS, "channels_last"));
    const keepsAxes = flagField(config, "keepdims", false);
    return (inputs, site) => {
      const input = onlyInput(inputs);
      const channels = channelsOf(input, order, spatial);
      const pooled = site.layouts.emit(site.name, { kind: "globalPool", operation }, site.layouts.inOrder(input, order), [channels]);
      if (!keepsAxes) return pooled;
      const shape = spatial === 1 ? [1, channels] : [channels, 1, 1];
      return site.layouts.emit(`${site.name}.axes`, { kind: "reshape", shape }, site.layouts.inOrder(pooled, [0]), shape, order);
    };
  };
}
