namespace BpfSharp.Frontend.Gather;

/// <summary>A program class as generated code sees it: strings and numbers, no position, equal while the declarations say the same.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="ContainingTypes">Outermost first, as they are to be reopened: <c>partial class Outer</c>.</param>
/// <param name="FullName">Metadata name: <c>Ns.Outer+X</c>.</param>
/// <param name="Accessibility">As C# writes it.</param>
/// <param name="CanExtend">False where no other part of the class can be generated.</param>
public sealed record ProgramClassModel(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    string FullName,
    string Accessibility,
    EquatableArray<ProgramModel> Programs,
    EquatableArray<MapModel> Maps,
    EquatableArray<GlobalModel> Globals,
    EquatableArray<ConstantModel> Constants,
    bool CanExtend);

/// <param name="Method">C# name of the method, and of the member of the generated API.</param>
/// <param name="Symbol">Name in the object.</param>
/// <param name="Context">Context type, fully qualified.</param>
/// <param name="Verdict">Verdict type, fully qualified.</param>
/// <param name="IsDeviceBound">The options say for which interface.</param>
/// <param name="IsCallable">False where the method is not what the program type asks for.</param>
public sealed record ProgramModel(string Method, string Symbol, string Kind, int OnFault, string Context, string Verdict, bool IsCallable, bool IsDeviceBound = false);

/// <param name="Member">Name in the generated API.</param>
/// <param name="FieldType">Type of the field, fully qualified.</param>
/// <param name="View">Factory method, with type arguments; empty where user space has no view.</param>
/// <param name="ViewOfInner">Of a map of maps: a second argument of the factory, which makes the view of an entry; empty otherwise.</param>
/// <param name="ViewType">What the factory method returns, fully qualified.</param>
public sealed record MapModel(string Field, string Member, string FieldType, string View, string ViewOfInner, string ViewType);

/// <param name="Member">Name in the generated API.</param>
public sealed record GlobalModel(string Field, string Member, string Type);

/// <param name="Member">Name in the generated API.</param>
/// <param name="Default">As a C# literal of the type.</param>
/// <param name="Minimum">As a C# expression of the type; empty where there is no range.</param>
public sealed record ConstantModel(string Field, string Member, string Type, string Default, string Minimum, string Maximum);
