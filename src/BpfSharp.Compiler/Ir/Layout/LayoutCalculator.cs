using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Layout;

/// <summary>Sizes and offsets of closed types, as the CLR lays out unmanaged structs on a 64-bit machine. Remembers what it computed.</summary>
public sealed class LayoutCalculator
{
    private const int DefaultPack = 8;

    // A generic struct may contain itself with ever larger type arguments.
    private const int MaxDepth = 100;

    private readonly Func<string, IrTypeDefinition?> _definitions;
    private readonly Dictionary<IrType, TypeLayout> _layouts = new();
    private readonly HashSet<IrType> _open = new();

    public LayoutCalculator(IrModule module)
        : this(name => module.Types.TryGetValue(name, out IrTypeDefinition? definition) ? definition : null)
    {
    }

    /// <param name="definitions">Gives the definition of a metadata name, or null.</param>
    public LayoutCalculator(Func<string, IrTypeDefinition?> definitions) => _definitions = definitions;

    /// <exception cref="IrFormatException">The type is not closed, unknown, or contains itself.</exception>
    public TypeLayout Get(IrType type)
    {
        if (_layouts.TryGetValue(type, out TypeLayout? layout))
            return layout;
        if (type.IsPrimitive)
            layout = new TypeLayout(type.PrimitiveSize, type.PrimitiveSize, Array.Empty<FieldLayout>());
        else if (type.Kind != IrTypeKind.Named)
            throw new IrFormatException($"{type} has no layout");
        else if (!_open.Add(type) || _open.Count > MaxDepth)
            throw new IrFormatException($"{type} contains itself");
        else
            layout = Compute(type, Definition(type));
        _open.Remove(type);
        _layouts.Add(type, layout);
        return layout;
    }

    public int SizeOf(IrType type) => Get(type).Size;

    public IrTypeDefinition Definition(IrType type) =>
        _definitions(type.Name) ?? throw new IrFormatException($"{type} is not defined");

    /// <summary>The integer of an enum; any other type itself.</summary>
    public IrType Underlying(IrType type) =>
        type.Kind == IrTypeKind.Named && Definition(type) is { Layout: IrLayout.Enum, Underlying: { } underlying } ? underlying : type;

    private TypeLayout Compute(IrType type, IrTypeDefinition definition)
    {
        if (definition.Layout == IrLayout.Enum)
        {
            int bytes = (definition.Underlying ?? IrType.I32).PrimitiveSize;
            return new TypeLayout(bytes, bytes, Array.Empty<FieldLayout>());
        }

        if (definition.GenericArity != type.Arguments.Count)
            throw new IrFormatException($"{type} has {type.Arguments.Count} type arguments instead of {definition.GenericArity}");
        int pack = definition.Pack == 0 ? DefaultPack : definition.Pack;
        var fields = new List<FieldLayout>(definition.Fields.Count);
        int end = 0;
        int alignment = 1;
        foreach (IrField field in definition.Fields)
        {
            IrType fieldType = field.Type.Substitute(type.Arguments);
            TypeLayout element = Get(fieldType);
            int fieldAlignment = Math.Min(element.Alignment, pack);
            int offset = definition.Layout == IrLayout.Explicit ? Math.Max(field.Offset, 0) : RoundUp(end, fieldAlignment);
            int size = checked(element.Size * field.Count);
            fields.Add(new FieldLayout(field.Name, fieldType, offset, field.Count, size));
            end = Math.Max(end, checked(offset + size));
            alignment = Math.Max(alignment, fieldAlignment);
        }

        // A declared size replaces the rounding up, even where it is too small to matter: {long, byte} with Size = 3 has 9 bytes.
        int total = definition.Size == 0 ? RoundUp(end, alignment) : Math.Max(end, definition.Size);
        return new TypeLayout(Math.Max(total, 1), alignment, fields);
    }

    private static int RoundUp(int value, int alignment) => checked((value + alignment - 1) / alignment * alignment);
}
