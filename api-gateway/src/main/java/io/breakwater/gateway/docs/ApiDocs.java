package io.breakwater.gateway.docs;

import io.breakwater.common.problem.ErrorCode;
import io.breakwater.common.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the pages by path. Immutable. */
@Singleton
public final class ApiDocs {

    /**
     * For the page: scripts, styles and requests of this origin alone. Images in the style sheet are {@code data:}.
     */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String DOCUMENT = "/openapi";
    private static final String DOCUMENT_JSON = "/openapi.json";
    private static final String DOCUMENT_YAML = "/openapi.yaml";
    private static final String PAGE = "/docs";
    /** By the version of the viewer and of this file, which are on the classpath together. */
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "favicon-32x32.png", "image/png");

    private static final String VIEWER = "/META-INF/resources/webjars/swagger-ui/";
    private static final String VIEWER_PROPERTIES = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private final Map<String, Page> pages = new HashMap<>();

    ApiDocs(DocsConfig config) {
        if (config.enabled()) {
            load();
        }
    }

    private void load() {
        pages.put(DOCUMENT_JSON, Page.of("application/json", resource("api/breakwater.json"), false));
        pages.put(DOCUMENT_YAML, Page.of("application/yaml", resource("api/breakwater.yaml"), false));
        Map<String, Page> assets = new HashMap<>();
        String viewer = VIEWER + version() + "/";
        ASSETS.forEach((name, type) -> assets.put(name, Page.of(type, resource(viewer + name), true)));
        assets.put("docs.js", Page.of("text/javascript; charset=utf-8", resource("docs.js"), true));
        assets.put("docs.css", Page.of("text/css; charset=utf-8", resource("docs.css"), true));
        String page = new String(resource("docs.html"), StandardCharsets.UTF_8);
        for (Map.Entry<String, Page> asset : assets.entrySet()) {
            String tag = asset.getValue().tag().replaceAll("[^0-9a-f]", "");
            String path = PAGE + "/" + tag + "/" + asset.getKey();
            page = page.replace("{" + asset.getKey() + "}", path);
            pages.put(path, asset.getValue());
        }
        Page html = Page.of("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8), false);
        pages.put(PAGE, html);
    }

    private static String version() {
        java.util.Properties properties = new java.util.Properties();
        try (InputStream stream = open(VIEWER_PROPERTIES)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] resource(String name) {
        try (InputStream stream = open(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        @Nullable InputStream stream = ApiDocs.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("not on the classpath: " + name);
        }
        return stream;
    }

    /** Whether a canonical path is one of these pages', existing or not. */
    public boolean covers(String path) {
        return path.equals(DOCUMENT)
                || path.equals(DOCUMENT_JSON)
                || path.equals(DOCUMENT_YAML)
                || path.equals(PAGE)
                || path.startsWith(PAGE + "/");
    }

    /**
     * @param path a canonical path
     * @throws ProblemException {@code NOT_FOUND}
     */
    public Page page(String path, MultiMap headers) {
        @Nullable Page page = pages.get(path.equals(DOCUMENT) ? preferred(headers) : path);
        if (page == null) {
            throw ProblemException.of(ErrorCode.NOT_FOUND);
        }
        return page;
    }

    /** YAML for whoever names it and does not name JSON before it. */
    private static String preferred(MultiMap headers) {
        for (String accept : headers.getAll(HttpHeaders.ACCEPT)) {
            for (String type : accept.split(",", -1)) {
                if (type.contains("yaml")) {
                    return DOCUMENT_YAML;
                }
                if (type.contains("json")) {
                    return DOCUMENT_JSON;
                }
            }
        }
        return DOCUMENT_JSON;
    }
}
