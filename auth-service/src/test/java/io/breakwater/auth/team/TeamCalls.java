package io.breakwater.auth.team;

import static io.breakwater.auth.testing.Service.as;

import io.breakwater.auth.testing.Database;
import io.breakwater.auth.testing.Service;
import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** Makes teams, and keys that are limited to them. */
final class TeamCalls {

    static final String TEAMS = "/api/v1/teams";

    private TeamCalls() {}

    static Response createTeam(Owner owner, String name) {
        return as(owner.accessToken()).body(Map.of("name", name)).post(TEAMS);
    }

    static UUID team(Owner owner, String name) {
        return UUID.fromString(
                createTeam(owner, name).then().statusCode(201).extract().path("id"));
    }

    /** A key of the owner's that may act for one team; answers its plaintext. */
    static String limitedKey(Database database, Owner owner, UUID team) {
        Response minted = Service.mint(owner, Map.of("name", "k"));
        minted.then().statusCode(201);
        database.update(
                "UPDATE api_key SET team_ids = ARRAY[?::uuid] WHERE id = ?::uuid", team, minted.<String>path("id"));
        return minted.path("key");
    }
}
