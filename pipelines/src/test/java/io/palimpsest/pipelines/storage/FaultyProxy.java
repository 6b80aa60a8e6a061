package io.palimpsest.pipelines.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a storage server and spoils some of its calls: unavailable (503), a connection that
 * breaks before the server hears of the call, after it did what it was asked but before it can say
 * so, or in the middle of the answer.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final List<Fault> FAULTS =
      List.of(Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNHEARD, Fault.UNANSWERED, Fault.CUT);

  /** What hop-by-hop or the JDK's client says itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String target;
  private final double share;
  private final Random random;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Fault, Integer> faults = new TreeMap<>();

  /** How a call is spoilt. */
  public enum Fault {
    UNAVAILABLE,
    UNHEARD,
    UNANSWERED,
    CUT
  }

  private FaultyProxy(HttpServer server, String target, double share, long seed) {
    this.server = server;
    this.target = target;
    this.share = share;
    this.random = new Random(seed);
  }

  /**
   * Starts a proxy on a free port.
   *
   * @param port of the server on this machine
   * @param share of the calls to spoil
   */
  public static FaultyProxy start(int port, double share, long seed) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    FaultyProxy proxy = new FaultyProxy(server, "http://127.0.0.1:" + port, share, seed);
    server.createContext("/", proxy::handle);
    server.setExecutor(proxy.threads);
    server.start();
    return proxy;
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int calls() {
    return calls.get();
  }

  /** How many calls were spoilt, by kind. */
  public Map<Fault, Integer> faults() {
    synchronized (faults) {
      return Map.copyOf(faults);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** An exchange that is closed without all that it announced breaks its connection. */
  private void handle(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    Fault fault = draw();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (fault == Fault.UNAVAILABLE) {
        exchange.sendResponseHeaders(503, -1);
      } else if (fault != Fault.UNHEARD) {
        answer(exchange, pass(exchange, body), fault);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Fault draw() {
    synchronized (faults) {
      if (random.nextDouble() >= share) {
        return null;
      }
      Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
      faults.merge(fault, 1, Integer::sum);
      return fault;
    }
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, Fault fault)
      throws IOException {
    if (fault == Fault.UNANSWERED) {
      return;
    }
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = answer.body();
    int sent = fault == Fault.CUT ? body.length / 2 : body.length;
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body, 0, sent);
  }
}
