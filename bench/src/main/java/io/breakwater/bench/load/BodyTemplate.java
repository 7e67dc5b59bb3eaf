package io.breakwater.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A body in which <code>${n}</code> stands for the request's number, <code>${n%K}</code> for that modulo K, and
 * <code>${n[a,b,c]}</code> for the one of a list whose turn it is. Immutable.
 */
final class BodyTemplate {

    private static final Pattern PLACE = Pattern.compile("\\$\\{n(?:%([1-9]\\d{0,17})|\\[([^]]+)])?}");
    private static final int EXPECTED = 40;

    private final List<String> texts = new ArrayList<>();

    /** What stands after each text but the last. */
    private final List<LongFunction<String>> places = new ArrayList<>();

    private int length;

    BodyTemplate(String body) {
        Matcher place = PLACE.matcher(body);
        int end = 0;
        while (place.find()) {
            add(body.substring(end, place.start()));
            places.add(place(place.group(1), place.group(2)));
            end = place.end();
        }
        add(body.substring(end));
    }

    private void add(String text) {
        texts.add(text);
        length += text.length() + EXPECTED;
    }

    private static LongFunction<String> place(@Nullable String modulus, @Nullable String list) {
        if (list != null) {
            List<String> values = List.of(list.split(","));
            return number -> values.get((int) (number % values.size()));
        }
        if (modulus != null) {
            long by = Long.parseLong(modulus);
            return number -> Long.toString(number % by);
        }
        return Long::toString;
    }

    boolean isNumbered() {
        return !places.isEmpty();
    }

    String of(long number) {
        var text = new StringBuilder(length);
        for (int i = 0; i < places.size(); i++) {
            text.append(texts.get(i)).append(places.get(i).apply(number));
        }
        return text.append(texts.getLast()).toString();
    }
}
