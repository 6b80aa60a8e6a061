package io.palimpsest.pipelines.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Places a directed acyclic graph on layers, left to right, as Sugiyama, Tagawa and Toda (1981) do:
 * every node one layer behind its last input; edges over several layers get a free lane in each
 * layer between; the order within layers comes from barycentre sweeps.
 *
 * @param places where each node lies
 * @param routes how each edge runs
 */
record LayeredLayout(Map<String, Place> places, List<Route> routes) {
  private static final int SWEEPS = 4;
  private static final double LANE_HEIGHT = 0.5;

  /** A layer, from 0, and a row: 0 is the middle, nodes of a layer are 1 apart. */
  record Place(int layer, double row) {}

  /** An edge and the lanes that it takes in the layers between its ends. */
  record Route(String from, String to, List<Place> lanes) {}

  /** A node, or a lane on the way to it; all edges to one node share its lanes. */
  private record Slot(String node, int layer, boolean lane) {}

  /**
   * Lays out a graph.
   *
   * @param inputs the names of each node's inputs; inputs that are no nodes are ignored
   * @throws IllegalArgumentException if there is a cycle
   */
  static LayeredLayout of(Map<String, List<String>> inputs) {
    Map<String, Integer> layers = new LinkedHashMap<>();
    inputs.keySet().forEach(node -> layer(node, inputs, layers, Set.of()));
    Map<Slot, List<Slot>> sources = new LinkedHashMap<>();
    layers.forEach((node, layer) -> sources.put(new Slot(node, layer, false), new ArrayList<>()));
    edges(inputs).forEach(edge -> connect(edge, layers, sources));
    Map<Slot, Place> placed = place(ordered(sources));
    Map<String, Place> places = new LinkedHashMap<>();
    layers.forEach((node, layer) -> places.put(node, placed.get(new Slot(node, layer, false))));
    return new LayeredLayout(
        places, edges(inputs).stream().map(edge -> route(edge, layers, placed)).toList());
  }

  private static int layer(
      String node, Map<String, List<String>> inputs, Map<String, Integer> layers, Set<String> way) {
    if (way.contains(node)) {
      throw new IllegalArgumentException("The graph has a cycle through " + node);
    }
    if (layers.containsKey(node)) {
      return layers.get(node);
    }
    Set<String> further = new java.util.HashSet<>(way);
    further.add(node);
    int layer =
        inputs.get(node).stream()
            .filter(inputs::containsKey)
            .mapToInt(input -> 1 + layer(input, inputs, layers, further))
            .max()
            .orElse(0);
    layers.put(node, layer);
    return layer;
  }

  private static List<Route> edges(Map<String, List<String>> inputs) {
    List<Route> edges = new ArrayList<>();
    inputs.forEach(
        (node, from) ->
            from.stream()
                .distinct()
                .filter(inputs::containsKey)
                .forEach(input -> edges.add(new Route(input, node, List.of()))));
    return edges;
  }

  private static List<Slot> slots(Route edge, Map<String, Integer> layers) {
    int first = layers.get(edge.from());
    int last = layers.get(edge.to());
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            layer ->
                layer == first
                    ? new Slot(edge.from(), layer, false)
                    : new Slot(edge.to(), layer, layer < last))
        .toList();
  }

  private static void connect(
      Route edge, Map<String, Integer> layers, Map<Slot, List<Slot>> sources) {
    List<Slot> slots = slots(edge, layers);
    for (int i = 1; i < slots.size(); i++) {
      sources.computeIfAbsent(slots.get(i), slot -> new ArrayList<>()).add(slots.get(i - 1));
    }
  }

  private static List<List<Slot>> ordered(Map<Slot, List<Slot>> sources) {
    Map<Slot, List<Slot>> targets = new HashMap<>();
    sources.forEach(
        (slot, from) ->
            from.forEach(s -> targets.computeIfAbsent(s, any -> new ArrayList<>()).add(slot)));
    Map<Integer, List<Slot>> layers = new TreeMap<>();
    sources
        .keySet()
        .forEach(slot -> layers.computeIfAbsent(slot.layer(), i -> new ArrayList<>()).add(slot));
    layers.values().forEach(layer -> layer.sort(Comparator.comparing(Slot::lane)));
    List<List<Slot>> order = new ArrayList<>(layers.values());
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 1; i < order.size(); i++) {
        sort(order.get(i), sources, order.get(i - 1));
      }
      for (int i = order.size() - 2; i > 0; i--) {
        sort(order.get(i), targets, order.get(i + 1));
      }
    }
    return order;
  }

  /** Sorts a layer by the mean position of each slot's neighbours; ties keep their order. */
  private static void sort(
      List<Slot> layer, Map<Slot, List<Slot>> neighbours, List<Slot> neighbourLayer) {
    Map<Slot, Double> centre = new HashMap<>();
    for (Slot slot : layer) {
      double own = layer.indexOf(slot);
      centre.put(
          slot,
          neighbours.getOrDefault(slot, List.of()).stream()
              .mapToInt(neighbourLayer::indexOf)
              .average()
              .orElse(own));
    }
    layer.sort(Comparator.comparing(centre::get));
  }

  private static Map<Slot, Place> place(List<List<Slot>> order) {
    Map<Slot, Place> places = new HashMap<>();
    for (List<Slot> layer : order) {
      Map<Slot, Double> rows = stack(layer);
      // The nodes' middle is the layer's, so that lanes do not bend a straight chain.
      double middle =
          layer.stream().filter(s -> !s.lane()).mapToDouble(rows::get).average().orElseThrow();
      rows.forEach((slot, row) -> places.put(slot, new Place(slot.layer(), row - middle)));
    }
    return places;
  }

  private static Map<Slot, Double> stack(List<Slot> layer) {
    Map<Slot, Double> rows = new HashMap<>();
    double top = 0;
    for (Slot slot : layer) {
      double height = slot.lane() ? LANE_HEIGHT : 1;
      rows.put(slot, top + height / 2);
      top += height;
    }
    return rows;
  }

  private static Route route(Route edge, Map<String, Integer> layers, Map<Slot, Place> places) {
    List<Slot> slots = slots(edge, layers);
    List<Place> lanes = slots.subList(1, slots.size() - 1).stream().map(places::get).toList();
    return new Route(edge.from(), edge.to(), lanes);
  }
}
