# TorchScript: what DJL has no kernels for, or would need many calls for. Java fills in EPS,
# HEADS and PARALLEL.
# B batch, T time, S time with the cached past, E hidden, H heads, D head size, P patch values.
# The rotary tables' type is the products' type; sums, norms and losses stay in float32.
class Transformer(Module):
  __parameters__ = []
  __buffers__ = []

  # Root mean square norm (arXiv 1910.07467, equation 4).
  def norm(self: __torch__.Transformer, x: Tensor, weight: Tensor) -> Tensor:
    scale = torch.rsqrt(torch.add(torch.mean(torch.square(x), [-1], True), EPS))
    return torch.mul(torch.mul(x, scale), weight)

  # x·Wᵀ in the type of `like`.
  def project(self: __torch__.Transformer, x: Tensor, weight: Tensor, like: Tensor) -> Tensor:
    return torch.linear(torch.type_as(x, like), torch.type_as(weight, like))

  # [B, T, E] to [B, T, H, D].
  def heads(self: __torch__.Transformer, x: Tensor, table: Tensor) -> Tensor:
    return torch.view(x, [torch.size(x, 0), torch.size(x, 1), -1, torch.size(table, -1)])

  # Rotary positions, "rotate half" (arXiv 2104.09864, equation 34): the sign lies in the sines.
  def turn(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    heads = self.heads(x, cosines)
    halves = torch.chunk(heads, 2, -1)
    swapped = torch.cat([halves[1], halves[0]], -1)
    still = torch.mul(heads, torch.unsqueeze(cosines, 1))
    return torch.transpose(torch.addcmul(still, swapped, torch.unsqueeze(sines, 1)), 1, 2)

  # On CPUs the flash kernel is no faster in bfloat16 than in float32; batched products are.
  def batched(self: __torch__.Transformer, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    B = torch.size(q, 0)
    H = torch.size(q, 1)
    T = torch.size(q, 2)
    D = torch.size(q, 3)
    bias = torch.reshape(torch.expand(mask, [B, H, T, T]), [-1, T, T])
    keys = torch.transpose(torch.reshape(k, [-1, T, D]), 1, 2)
    scores = torch.baddbmm(bias, torch.reshape(q, [-1, T, D]), keys, beta=1, alpha=torch.pow(D, -0.5))
    mixed = torch.bmm(torch.softmax(scores, -1), torch.reshape(v, [-1, T, D]))
    return torch.view(mixed, [B, H, T, D])

  # Scaled dot-product attention (arXiv 1706.03762, equation 1), [B, H, T, D] to [B, T, E]. The mask
  # is added to the scores: [T, T] where each position sees itself and those before it, or
  # [B, 1, T, S].
  def attend(self: __torch__.Transformer, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    T = torch.size(q, 2)
    if not q.is_cuda and torch.element_size(q) == 2 and T == torch.size(k, 2) and T <= 512:
      mixed = self.batched(q, k, v, mask)
    elif torch.dim(mask) == 2:
      mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
    else:
      mixed = torch.scaled_dot_product_attention(q, k, v, mask, 0., False)
    return torch.reshape(torch.transpose(mixed, 1, 2), [torch.size(q, 0), T, -1])

  # What follows attention in a layer: output projection, then the gated feed-forward part
  # (arXiv 2002.05202, equation 6), each added to what comes in.
  def rest(self: __torch__.Transformer, x: Tensor, mixed: Tensor, w: List[Tensor]) -> Tensor:
    attended = torch.add(x, self.project(mixed, w[4], mixed))
    normed = torch.type_as(self.norm(attended, w[5]), mixed)
    gated = torch.silu(self.project(normed, w[6], mixed))
    inner = torch.mul(gated, self.project(normed, w[7], mixed))
    return torch.add(attended, self.project(inner, w[8], mixed))

  # A layer (arXiv 2302.13971, section 2.2) that keeps keys and values: [B, T, E] and a past of
  # [B, H, S - T, D] to [B, T, E] and a past of S. One wide product for q, k and v, or for gate and
  # up, was slower: the CPU's kernels suit square outputs better.
  def cached_layer(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor, past: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    normed = torch.type_as(self.norm(x, w[0]), cosines)
    q = self.turn(self.project(normed, w[1], cosines), cosines, sines)
    k = self.turn(self.project(normed, w[2], cosines), cosines, sines)
    v = torch.transpose(self.heads(self.project(normed, w[3], cosines), cosines), 1, 2)
    if torch.len(past) == 2:
      k = torch.cat([past[0], k], 2)
      v = torch.cat([past[1], v], 2)
    return [self.rest(x, self.attend(q, k, v, mask), w), k, v]

  # A layer without a past, [B, T, E] to [B, T, E].
  def layer(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor, w: List[Tensor]) -> Tensor:
    past = annotate(List[Tensor], [])
    return (self.cached_layer(x, cosines, sines, mask, past, w))[0]

  # LayerNorm (arXiv 1607.06450, equation 4).
  def layer_norm(self: __torch__.Transformer, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], weight, bias, EPS)

  # x·Wᵀ + b in the type of `like`.
  def affine(self: __torch__.Transformer, x: Tensor, weight: Tensor, bias: Tensor, like: Tensor) -> Tensor:
    return torch.linear(torch.type_as(x, like), torch.type_as(weight, like), torch.type_as(bias, like))

  # Rotary positions of a head's first values, as many as the tables are wide; [B, H, T, D].
  def turn_first(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    turned = torch.size(cosines, -1)
    first = torch.narrow(x, -1, 0, turned)
    halves = torch.chunk(first, 2, -1)
    swapped = torch.cat([halves[1], halves[0]], -1)
    still = torch.mul(first, cosines)
    others = torch.narrow(x, -1, turned, torch.size(x, -1) - turned)
    return torch.cat([torch.addcmul(still, swapped, sines), others], -1)

  # GPT-NeoX's feed-forward part (arXiv 2204.06745, section 2.1), [B, T, E] to [B, T, E].
  def neox_inner(self: __torch__.Transformer, x: Tensor, like: Tensor, w: List[Tensor]) -> Tensor:
    normed = self.layer_norm(x, w[6], w[7])
    inner = torch.gelu(self.affine(normed, w[8], w[9], like))
    return self.affine(inner, w[10], w[11], like)

  # Outputs of the fused product, [B, T, H · 3 · D], to q, k and v, [B, H, T, D] each.
  def split(self: __torch__.Transformer, fused: Tensor) -> List[Tensor]:
    heads = torch.view(fused, [torch.size(fused, 0), torch.size(fused, 1), HEADS, 3, -1])
    return torch.unbind(torch.permute(heads, [3, 0, 2, 1, 4]))

  # A GPT-NeoX layer that keeps keys and values, as cached_layer.
  def cached_neox(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor, past: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    fused = self.affine(self.layer_norm(x, w[0], w[1]), w[2], w[3], cosines)
    qkv = self.split(fused)
    q = self.turn_first(qkv[0], cosines, sines)
    k = self.turn_first(qkv[1], cosines, sines)
    v = qkv[2]
    if torch.len(past) == 2:
      k = torch.cat([past[0], k], 2)
      v = torch.cat([past[1], v], 2)
    mixed = self.attend(q, k, v, mask)
    attended = torch.add(x, self.affine(mixed, w[4], w[5], cosines))
    if PARALLEL:
      read = x
    else:
      read = attended
    return [torch.add(attended, self.neox_inner(read, cosines, w)), k, v]

  # A GPT-NeoX layer without a past, [B, T, E] to [B, T, E].
  def neox(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor, w: List[Tensor]) -> Tensor:
    past = annotate(List[Tensor], [])
    return (self.cached_neox(x, cosines, sines, mask, past, w))[0]

  # The norm of x without its weight, and with it.
  def tapped_norm(self: __torch__.Transformer, x: Tensor, weight: Tensor) -> List[Tensor]:
    scale = torch.rsqrt(torch.add(torch.mean(torch.square(x), [-1], True), EPS))
    unweighted = torch.mul(x, scale)
    return [unweighted, torch.mul(unweighted, weight)]

  # As `layer`, in float32: its output, then of each weight what it was applied to and what came of it.
  def tapped_layer(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor, w: List[Tensor]) -> List[Tensor]:
    first = self.tapped_norm(x, w[0])
    a = first[1]
    q = self.project(a, w[1], cosines)
    k = self.project(a, w[2], cosines)
    v = self.project(a, w[3], cosines)
    values = torch.transpose(self.heads(v, cosines), 1, 2)
    mixed = self.attend(self.turn(q, cosines, sines), self.turn(k, cosines, sines), values, mask)
    o = self.project(mixed, w[4], cosines)
    attended = torch.add(x, o)
    second = self.tapped_norm(attended, w[5])
    b = second[1]
    gate = self.project(b, w[6], cosines)
    up = self.project(b, w[7], cosines)
    inner = torch.mul(torch.silu(gate), up)
    down = self.project(inner, w[8], cosines)
    return [torch.add(attended, down), first[0], a, a, q, a, k, a, v, mixed, o, second[0], b, b, gate, b, up, inner, down]

  # The normed x without weight and bias, and with both.
  def tapped_layer_norm(self: __torch__.Transformer, x: Tensor, weight: Tensor, bias: Tensor) -> List[Tensor]:
    plain = torch.layer_norm(x, [torch.size(x, -1)], None, None, EPS)
    return [plain, torch.add(torch.mul(plain, weight), bias)]

  # As `neox`, as `tapped_layer`.
  def tapped_neox(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, mask: Tensor, w: List[Tensor]) -> List[Tensor]:
    first = self.tapped_layer_norm(x, w[0], w[1])
    a = first[1]
    fused = self.affine(a, w[2], w[3], cosines)
    qkv = self.split(fused)
    q = self.turn_first(qkv[0], cosines, sines)
    k = self.turn_first(qkv[1], cosines, sines)
    mixed = self.attend(q, k, qkv[2], mask)
    o = self.affine(mixed, w[4], w[5], cosines)
    attended = torch.add(x, o)
    if PARALLEL:
      read = x
    else:
      read = attended
    second = self.tapped_layer_norm(read, w[6], w[7])
    b = second[1]
    up = self.affine(b, w[8], w[9], cosines)
    inner = torch.gelu(up)
    down = self.affine(inner, w[10], w[11], cosines)
    return [torch.add(attended, down), first[0], a, a, a, a, fused, fused, fused, mixed, o, o, o, second[0], b, b, b, b, up, up, up, inner, down, down, down]

  # Patches, [N, P], to states, [N, E]: projection and LayerNorm (arXiv 2404.10710, section 2.2). The
  # weight, [E, channel, row, column], is turned to the values' order: row, column, channel.
  def embed_patches(self: __torch__.Transformer, patches: Tensor, like: Tensor, w: List[Tensor]) -> Tensor:
    weight = torch.flatten(torch.permute(w[0], [0, 2, 3, 1]), 1)
    projected = torch.add(torch.to(self.project(patches, weight, like), 6), w[1])
    return torch.layer_norm(projected, [torch.size(projected, -1)], w[2], w[3])

  def bfloat16(self: __torch__.Transformer, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  # The rows of x at indices.
  def rows(self: __torch__.Transformer, indices: Tensor, x: Tensor) -> Tensor:
    return torch.index_select(x, 0, indices)

  # Embedded things, [M, E] in all, at their places, [B, T, E].
  def laid_out(self: __torch__.Transformer, layout: Tensor, x: List[Tensor]) -> Tensor:
    chosen = torch.index_select(torch.cat(x), 0, torch.flatten(layout))
    return torch.view(chosen, [torch.size(layout, 0), torch.size(layout, 1), -1])

  # A linear head on the final norm of states, [N, E] to [N, outputs].
  def head(self: __torch__.Transformer, states: Tensor, like: Tensor, w: List[Tensor]) -> Tensor:
    return torch.to(self.project(self.norm(states, w[0]), w[1], like), 6)

  # A linear head on GPT-NeoX's final norm of states, [N, E] to [N, outputs].
  def neox_head(self: __torch__.Transformer, states: Tensor, like: Tensor, w: List[Tensor]) -> Tensor:
    return torch.to(self.project(self.layer_norm(states, w[0], w[1]), w[2], like), 6)

  # As `head`, in float32: its output, then of each weight what it was applied to and what came of it.
  def tapped_head(self: __torch__.Transformer, states: Tensor, like: Tensor, w: List[Tensor]) -> List[Tensor]:
    normed = self.tapped_norm(states, w[0])
    outputs = self.project(normed[1], w[1], like)
    return [outputs, normed[0], normed[1], normed[1], outputs]

  # As `neox_head`, as `tapped_head`.
  def tapped_neox_head(self: __torch__.Transformer, states: Tensor, like: Tensor, w: List[Tensor]) -> List[Tensor]:
    normed = self.tapped_layer_norm(states, w[0], w[1])
    outputs = self.project(normed[1], w[2], like)
    return [outputs, normed[0], normed[1], normed[1], normed[1], normed[1], outputs]

  # Cross-entropy of each row of logits, [N, V], against its id.
  def token_errors(self: __torch__.Transformer, logits: Tensor, ids: Tensor) -> Tensor:
    return torch.cross_entropy_loss(logits, ids, None, 0)

  # The loss's gradients by w, each of its own: no sums with those of an earlier step. The optimiser
  # needs them in the weights' layout.
  def gradients(self: __torch__.Transformer, loss: Tensor, w: List[Tensor]) -> List[Tensor]:
    found = torch.autograd.grad([loss], w, None, None, False, True)
    result = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      gradient = found[i]
      if gradient is None:
        _0 = torch.append(result, torch.zeros_like(w[i]))
      else:
        _1 = torch.append(result, torch.contiguous(gradient))
    return result

  # Of linear layers' inputs, [B, T, I], and the loss's gradients by their outputs, [B, T, O]: each
  # example's gradient by those rows of the weight that `bounds` says, [B, rows * I].
  def weight_gradients(self: __torch__.Transformer, bounds: Tensor, inputs: Tensor, gradients: Tensor) -> Tensor:
    rows = torch.slice(gradients, 2, int(bounds[0]), int(bounds[1]))
    return torch.flatten(torch.bmm(torch.transpose(rows, 1, 2), inputs), 1)

  # Inner products of B examples' weight gradients with those of C others, [B, C], from inputs and
  # output gradients, [B, T, I], [B, T, O], [C, S, I] and [C, S, O], without the gradients.
  def pair_products(self: __torch__.Transformer, a: Tensor, g: Tensor, b: Tensor, h: Tensor) -> Tensor:
    inputs = torch.linear(torch.flatten(a, 0, 1), torch.flatten(b, 0, 1))
    gradients = torch.linear(torch.flatten(g, 0, 1), torch.flatten(h, 0, 1))
    shape = [torch.size(a, 0), torch.size(a, 1), torch.size(b, 0), torch.size(b, 1)]
    return torch.sum(torch.view(torch.mul(inputs, gradients), shape), [1, 3])

  # The Euclidean norm of all gradients as one vector.
  def global_norm(self: __torch__.Transformer, gradients: List[Tensor]) -> Tensor:
    return torch.norm(torch.stack(torch._foreach_norm(gradients, 2)))

  # Adds gradients to earlier ones.
  def accumulate(self: __torch__.Transformer, sums: List[Tensor], gradients: List[Tensor]) -> List[Tensor]:
    torch._foreach_add_(sums, gradients)
    return sums

  # One step of AdamW (arXiv 1711.05101, algorithm 2) in one pass over the weights. `numbers` holds
  # step, learning rate, weight decay, what gradients are divided by.
  def adamw(self: __torch__.Transformer, numbers: Tensor, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor]) -> Tensor:
    steps = annotate(List[Tensor], [])
    for i in range(torch.len(w)):
      _0 = torch.append(steps, numbers[0])
    torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), steps, lr=float(numbers[1]), beta1=0.9, beta2=0.95, weight_decay=float(numbers[2]), eps=1e-08, amsgrad=False, maximize=False, grad_scale=numbers[3])
    return numbers
