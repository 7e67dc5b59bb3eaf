package io.breakwater.gateway.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the built-in table and the operator's and checks them as a whole.
 *
 * <p>Pure: the texts come in, a table or every mistake comes out.
 */
final class RouteTableLoader {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, List<URI>> upstreams;
    private final Set<String> policies;
    private final List<URI> managementAddresses;

    /**
     * @param managementAddresses which no upstream may have
     */
    RouteTableLoader(Map<String, List<URI>> upstreams, Set<String> policies, List<URI> managementAddresses) {
        this.upstreams = Map.copyOf(upstreams);
        this.policies = Set.copyOf(policies);
        this.managementAddresses = List.copyOf(managementAddresses);
    }

    /**
     * @param operatorYaml null when the operator has no routes of their own
     * @throws InvalidRoutesException naming every mistake of both texts and of the upstreams
     */
    RouteTable load(String builtInYaml, @Nullable String operatorYaml) {
        List<String> mistakes = new ArrayList<>();
        UpstreamChecker checker = new UpstreamChecker(managementAddresses, mistakes);
        Map<String, UpstreamSpec> configured = checker.configured(upstreams);
        RouteFile builtInFile = read("built-in", builtInYaml, mistakes);
        Map<String, UpstreamSpec> withOwn = new HashMap<>(configured);
        withOwn.put(UpstreamSpec.GATEWAY.name(), UpstreamSpec.GATEWAY);
        List<Route> builtIn = new RouteChecker("built-in", true, withOwn, policies, mistakes).check(builtInFile);
        Map<String, String> aliases = builtInFile.aliases() == null ? Map.of() : builtInFile.aliases();
        List<Route> operators = List.of();
        if (operatorYaml != null) {
            RouteFile file = read("operator", operatorYaml, mistakes);
            Map<String, UpstreamSpec> all = checker.withOperators(configured, file);
            operators = new RouteChecker("operator", false, all, policies, mistakes).check(file);
            checkTogether(builtIn, operators, mistakes);
            if (file.aliases() != null && !file.aliases().isEmpty()) {
                mistakes.add("operator: aliases are for built-in routes; use rewrite");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidRoutesException(mistakes);
        }
        return new RouteTable(operators, builtIn, aliases);
    }

    private static RouteFile read(String source, String yaml, List<String> mistakes) {
        try {
            RouteFile file = YAML.readValue(yaml, RouteFile.class);
            if (file != null) {
                return file;
            }
            mistakes.add(source + ": the file is empty");
        } catch (JsonProcessingException e) {
            mistakes.add(source + ": not a routes file: " + e.getOriginalMessage() + at(e));
        }
        return new RouteFile(List.of(), Map.of(), Map.of());
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    private static void checkTogether(List<Route> builtIn, List<Route> operators, List<String> mistakes) {
        for (Route operator : operators) {
            for (Route own : builtIn) {
                if (operator.id().equals(own.id())) {
                    mistakes.add("operator: route " + operator.id() + ": the id is that of a built-in route");
                }
                for (String spelling : RouteTable.spellings(own.prefix())) {
                    if (RouteTable.isUnder(spelling, operator.prefix())) {
                        mistakes.add("operator: route " + operator.id() + ": the prefix " + operator.prefix()
                                + " would hide the built-in " + spelling);
                    }
                }
            }
        }
    }
}
