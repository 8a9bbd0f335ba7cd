namespace BpfSharp.Generator.Emission;

/// <summary><c>[assembly: BpfBodies("...")]</c>.</summary>
internal static class BodiesEmitter
{
    public static string Emit(string text) =>
        GeneratedFile.Start().Line($"[assembly: global::BpfSharp.BpfBodiesAttribute({Names.Quote(text)})]").ToString();
}
