package io.palimpsest.pipelines.lineage;

import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.Transport;
import io.palimpsest.schemas.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Where events go.
 *
 * @param name for messages: without user, password, path or query of a URL, which may be secrets
 * @param transport takes events there
 */
record Target(String name, Transport transport) {
  private static final String FILE = "file:";

  /** For one event, from the connection to the end of the answer. */
  private static final int TIMEOUT_MILLIS = 5_000;

  /**
   * @param option {@code file:PATH}, or {@code http://} or {@code https://} with a host; without a
   *     path the events go to OpenLineage's {@code /api/v1/lineage}
   * @param apiKey sent as a bearer token unless empty
   * @throws InvalidInputException if it is neither; does not repeat it, for it may hold secrets
   */
  static Target parse(String option, String apiKey) {
    if (option.startsWith(FILE) && option.length() > FILE.length()) {
      Path file = Path.of(option.substring(FILE.length()));
      return new Target(file.toString(), new FileLines(file));
    }
    URI url = url(option);
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return new Target(
        "%s://%s%s".formatted(url.getScheme(), url.getHost(), port),
        new HttpTransport(http(url, apiKey)));
  }

  private static URI url(String option) {
    try {
      URI url = new URI(option);
      if (option.matches("https?://.*") && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The message below says it without the address, which may hold secrets.
    }
    throw new InvalidInputException(
        "--lineage takes file:PATH, http://HOST[:PORT][/PATH] or https://HOST[:PORT][/PATH]");
  }

  private static HttpConfig http(URI url, String apiKey) {
    HttpConfig config = new HttpConfig();
    config.setUrl(withoutUser(url));
    config.setTimeoutInMillis(TIMEOUT_MILLIS);
    if (url.getUserInfo() != null) {
      byte[] user = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
      config.setHeaders(
          Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(user)));
    } else if (!apiKey.isEmpty()) {
      ApiKeyTokenProvider token = new ApiKeyTokenProvider();
      token.setApiKey(apiKey);
      config.setAuth(token);
    }
    return config;
  }

  private static URI withoutUser(URI url) {
    String path = url.getRawPath().equals("/") ? "" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create("%s://%s%s%s%s".formatted(url.getScheme(), url.getHost(), port, path, query));
  }
}
