package io.palimpsest.pipelines.lineage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** A real HTTP server that takes events. */
public final class Listener implements AutoCloseable {
  /**
   * @param path with the query
   * @param authorization the header
   * @param event the body
   */
  public record Request(String path, String authorization, String event) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final int status;
  private final CountDownLatch answer;

  private Listener(int status, CountDownLatch answer) throws IOException {
    this.status = status;
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** One that answers at once. */
  public static Listener answering(int status) throws IOException {
    return new Listener(status, new CountDownLatch(0));
  }

  /** One that never answers. */
  public static Listener silent() throws IOException {
    return new Listener(200, new CountDownLatch(1));
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public List<Request> requests() {
    return requests;
  }

  public List<String> events() {
    return requests.stream().map(Request::event).toList();
  }

  /** Waits for an event of which something holds. */
  public void await(Predicate<String> holds) throws InterruptedException {
    synchronized (requests) {
      while (events().stream().noneMatch(holds)) {
        requests.wait();
      }
    }
  }

  @Override
  public void close() {
    answer.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    synchronized (requests) {
      requests.add(
          new Request(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              body));
      requests.notifyAll();
    }
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
